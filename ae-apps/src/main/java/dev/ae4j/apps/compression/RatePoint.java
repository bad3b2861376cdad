package dev.ae4j.apps.compression;

/**
 * How much a way to compress takes and how close what comes back is.
 *
 * @param setting what was chosen: a quality, or for {@code klt} the step
 * @param bitsPerDimension the bits for each number of the samples
 * @param psnr the mean peak signal-to-noise ratio in dB
 */
public record RatePoint(double setting, double bitsPerDimension, double psnr) {}
