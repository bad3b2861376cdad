package dev.ae4j.apps.picture;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import java.util.List;

/** Parts of images that are too large to be shown whole. */
public final class ImageCrops {
  private ImageCrops() {}

  /**
   * Returns the middle of the first images, as large for each as all of them allow.
   *
   * @param images {@code [height, width, channels]}, with one channel or three
   * @param side the longest side
   * @param count the most images
   * @return {@code [n, height, width, channels]}; grey images have three equal channels if others
   *     are RGB
   */
  public static TensorData of(List<TensorData> images, int side, int count) {
    List<TensorData> shown = images.subList(0, Math.min(count, images.size()));
    int height = side;
    int width = side;
    int channels = 1;
    for (TensorData image : shown) {
      height = Math.min(height, image.shape().size(0));
      width = Math.min(width, image.shape().size(1));
      channels = Math.max(channels, image.shape().size(2));
    }
    TensorData crops = TensorData.zeros(Shape.of(shown.size(), height, width, channels));
    int at = 0;
    for (TensorData image : shown) {
      int top = (image.shape().size(0) - height) / 2;
      int left = (image.shape().size(1) - width) / 2;
      for (int y = top; y < top + height; y++) {
        for (int x = left; x < left + width; x++) {
          int pixel = (y * image.shape().size(1) + x) * image.shape().size(2);
          for (int channel = 0; channel < channels; channel++) {
            int own = Math.min(channel, image.shape().size(2) - 1);
            crops.values()[at++] = image.values()[pixel + own];
          }
        }
      }
    }
    return crops;
  }
}
