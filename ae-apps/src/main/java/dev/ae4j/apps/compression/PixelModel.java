package dev.ae4j.apps.compression;

/**
 * Codes images of 8 bits for each element, given what a model predicts of them: each bit from the
 * neighbours that are known already, from the prediction, and from both.
 */
final class PixelModel {
  private static final int CONTEXTS = 12;
  private static final int NODES = 256;
  private static final int SETS = 3;

  private final BitMixer mixer = new BitMixer(CONTEXTS, SETS * NODES);
  private final int[] contexts = new int[CONTEXTS];
  private final Grid grid;

  /**
   * How the elements of a sample lie.
   *
   * @param height the number of rows
   * @param width the number of elements of a row
   * @param channels the numbers of each element
   */
  record Grid(int height, int width, int channels) {}

  PixelModel(Grid grid) {
    this.grid = grid;
  }

  /**
   * Codes an image.
   *
   * @param pixels the image, in {@code [0, 255]}; a decoder fills it in
   * @param predicted what the model makes of it, in {@code [0, 255]}
   */
  void code(BinaryCoder coder, int[] pixels, int[] predicted) {
    int step = grid.channels;
    int line = grid.width * step;
    for (int i = 0; i < pixels.length; i++) {
      int y = i / line;
      int x = i % line / step;
      int w = at(pixels, y, x - 1, i % step);
      int n = at(pixels, y - 1, x, i % step);
      int nw = at(pixels, y - 1, x - 1, i % step);
      int ne = at(pixels, y - 1, x + 1, i % step);
      int ww = at(pixels, y, x - 2, i % step);
      int nn = at(pixels, y - 2, x, i % step);
      // The channel before, for colours.
      int c = i % step > 0 ? pixels[i - 1] : 0;
      int p = predicted[i];
      int pe = at(predicted, y, x + 1, i % step);
      int ps = at(predicted, y + 1, x, i % step);
      int plane = Math.min(Math.max(w + n - nw, 0), 255);
      contexts[0] = p << 8 | c;
      contexts[1] = w << 8 | n;
      contexts[2] = w << 6 | p >> 2;
      contexts[3] = n << 6 | p >> 2;
      contexts[4] = (w >> 5) << 9 | (n >> 5) << 6 | (nw >> 5) << 3 | ne >> 5;
      contexts[5] = i << 3 | p >> 5;
      contexts[6] = plane << 8 | (p >> 3) << 3 | c >> 5;
      contexts[7] = (w >> 4) << 12 | (n >> 4) << 8 | (ww >> 4) << 4 | nn >> 4;
      contexts[8] = (w >> 5) << 12 | (n >> 5) << 9 | (nw >> 6) << 7 | (ne >> 5) << 4 | p >> 4;
      contexts[9] = (p >> 4) << 8 | (pe >> 4) << 4 | ps >> 4;
      contexts[10] = (n >> 4) << 12 | (ne >> 4) << 8 | (nw >> 4) << 4 | nn >> 4;
      contexts[11] = surroundings(pixels, y, x, i % step) << 4 | (w >> 6) << 2 | n >> 6;
      int set = w + n == 0 ? 0 : w + n > 400 ? 2 : 1;
      pixels[i] = code(coder, pixels[i], set);
    }
  }

  /** Returns an element; 0 outside the image. */
  private int at(int[] image, int y, int x, int channel) {
    return y < 0 || y >= grid.height || x < 0 || x >= grid.width
        ? 0
        : image[(y * grid.width + x) * grid.channels + channel];
  }

  /** Returns which of the elements around are bright, as far as they are known. */
  private int surroundings(int[] pixels, int y, int x, int channel) {
    int bright = 0;
    for (int row = y - 2; row <= y; row++) {
      for (int column = x - 2; column <= (row < y ? x + 2 : x - 1); column++) {
        bright = bright << 1 | at(pixels, row, column, channel) >> 7;
      }
    }
    return bright;
  }

  private int code(BinaryCoder coder, int pixel, int set) {
    int node = 1;
    for (int bit = 7; bit >= 0; bit--) {
      node = node << 1 | mixer.code(coder, pixel >> bit & 1, contexts, node, set * NODES + node);
    }
    return node & 255;
  }
}
