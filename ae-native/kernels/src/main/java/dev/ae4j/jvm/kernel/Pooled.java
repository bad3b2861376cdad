package dev.ae4j.jvm.kernel;

/**
 * Windows side by side on an image of which the largest elements are wanted, one for each channel.
 *
 * <p>Of equal keys in a window the first counts; NaN is larger than every number.
 *
 * @param count the number of windows
 * @param step the distance of windows
 * @param offsets the elements of a window, relative to the first one, which is 0
 * @param channels the channels of an element, one next to the other
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Pooled(int count, int step, int[] offsets, int channels) {}
