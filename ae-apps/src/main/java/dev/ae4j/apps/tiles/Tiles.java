package dev.ae4j.apps.tiles;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import java.util.function.UnaryOperator;

/**
 * Cuts images or sounds of any size into tiles of the size that a model takes, and blends what
 * becomes of them back together.
 *
 * <pre>{@code
 * Tiles tiles = Tiles.ofImages(model.spec().sampleShape(), 0.5);
 * TensorData cleaned = tiles.apply(photo, model::reconstruct);
 * }</pre>
 *
 * <p>Beyond the borders tiles are filled with the mirror image. Where tiles overlap, what they have
 * is averaged with weights that sum to one and fall smoothly towards the border of a tile.
 *
 * <p>A model of grey images works on each channel of an image alone, and a model of sounds on each
 * channel of a sound.
 */
public final class Tiles {
  /** Tiles that are worked on at once. */
  private static final int BATCH = 256;

  private final Shape sample;
  private final int height;
  private final int width;
  private final int channels;
  private final int overlapHeight;
  private final int overlapWidth;

  private Tiles(Shape sample, int height, int width, int channels, double overlap) {
    if (!(overlap >= 0 && overlap <= 0.5)) {
      throw new IllegalArgumentException("Tiles cannot overlap by " + overlap);
    }
    this.sample = sample;
    this.height = height;
    this.width = width;
    this.channels = channels;
    overlapHeight = (int) (height * overlap);
    overlapWidth = (int) (width * overlap);
  }

  /**
   * Returns tiles of images.
   *
   * @param sample what a model takes: {@code [height, width]}, {@code [height, width, 1]} or a
   *     square number of elements for grey tiles, {@code [height, width, 3]} for RGB
   * @param overlap the part of a tile that it shares with its neighbour, in {@code [0, 0.5]}
   * @throws DataException if samples of that shape are no images
   */
  public static Tiles ofImages(Shape sample, double overlap) {
    int[] sizes = sample.sampleSizes();
    if (sizes.length == 1) {
      int side = (int) Math.round(Math.sqrt(sizes[0]));
      if (side * side == sizes[0]) {
        return new Tiles(sample, side, side, 1, overlap);
      }
    } else if (sizes.length == 2) {
      return new Tiles(sample, sizes[0], sizes[1], 1, overlap);
    } else if (sizes.length == 3 && (sizes[2] == 1 || sizes[2] == 3)) {
      return new Tiles(sample, sizes[0], sizes[1], sizes[2], overlap);
    }
    throw new DataException(
        "The model takes samples of shape %s, which are no tiles of images".formatted(sample));
  }

  /**
   * Returns tiles of sounds: frames.
   *
   * @param sample what a model takes: {@code [frame]}
   * @param overlap the part of a frame that it shares with the next one, in {@code [0, 0.5]}
   * @throws DataException if samples have more axes
   */
  public static Tiles ofSounds(Shape sample, double overlap) {
    if (sample.rank() != 1) {
      throw new DataException(
          "The model takes samples of shape %s, which are no frames of a sound".formatted(sample));
    }
    return new Tiles(sample, sample.size(0), 1, 1, overlap);
  }

  /** A whole: an image, or a sound as an image of one column. */
  private final class Whole {
    private final int planes;
    private final int columns;
    private final int stride;
    private final TileAxis down;
    private final TileAxis across;

    Whole(Shape shape) {
      int[] sizes = shape.sampleSizes();
      boolean isSound = sizes.length == 2;
      if (sizes.length != 2 && sizes.length != 3) {
        throw new DataException("Data of shape " + shape + " is no image and no sound");
      }
      stride = sizes[sizes.length - 1];
      columns = isSound ? 1 : sizes[1];
      if (channels > stride) {
        throw new DataException(
            "The model takes RGB tiles, but the image is grey. Maybe a model of grey tiles, or an"
                + " RGB image");
      }
      planes = channels == 1 ? stride : 1;
      if (sizes[0] < 1 || columns < 1) {
        throw new DataException("Data of shape " + shape + " is empty");
      }
      down = new TileAxis(sizes[0], height, overlapHeight);
      across = new TileAxis(columns, width, overlapWidth);
    }

    int tilesOfPlane() {
      return Math.multiplyExact(down.count(), across.count());
    }

    int count() {
      return Math.multiplyExact(tilesOfPlane(), planes);
    }

    private int place(int tile, int y, int x, int channel) {
      int within = tile % tilesOfPlane();
      int row = down.source(within / across.count(), y);
      int column = across.source(within % across.count(), x);
      return (row * columns + column) * stride + tile / tilesOfPlane() + channel;
    }

    void cut(float[] whole, int tile, float[] to, int at) {
      int next = at;
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          for (int channel = 0; channel < channels; channel++) {
            to[next++] = whole[place(tile, y, x, channel)];
          }
        }
      }
    }

    void blend(float[] from, int at, int tile, float[] whole) {
      int row = tile % tilesOfPlane() / across.count();
      int column = tile % tilesOfPlane() % across.count();
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          if (!down.isInside(row, y) || !across.isInside(column, x)) {
            continue;
          }
          double weight = down.weight(row, y) * across.weight(column, x);
          for (int channel = 0; channel < channels; channel++) {
            int element = (y * width + x) * channels + channel;
            whole[place(tile, y, x, channel)] += (float) (weight * from[at + element]);
          }
        }
      }
    }
  }

  /**
   * Returns the number of tiles.
   *
   * @param whole the shape of an image, {@code [height, width, channels]}, or of a sound, {@code
   *     [n, channels]}
   * @throws DataException if the model takes RGB and the image is grey, or there is nothing in it
   */
  public int count(Shape whole) {
    return new Whole(whole).count();
  }

  /**
   * Returns all tiles: row by row, and channel by channel if a model takes one.
   *
   * @param whole {@code [height, width, channels]} or {@code [n, channels]}
   * @return {@code [count, sample...]}
   * @throws DataException if the model takes RGB and the image is grey, or there is nothing in it
   */
  public TensorData cut(TensorData whole) {
    Whole layout = new Whole(whole.shape());
    return cut(layout, whole, 0, layout.count());
  }

  private TensorData cut(Whole layout, TensorData whole, int from, int count) {
    TensorData tiles = TensorData.zeros(sample.batched().withBatch(count));
    for (int i = 0; i < count; i++) {
      layout.cut(whole.values(), from + i, tiles.values(), i * sample.sampleElements());
    }
    return tiles;
  }

  /**
   * Returns the whole that tiles were cut from, blended where they overlap.
   *
   * @param tiles {@code [count, sample...]}, as {@link #cut} returns them
   * @param whole the shape of the whole
   * @throws DataException if there is another number of tiles
   */
  public TensorData join(TensorData tiles, Shape whole) {
    Whole layout = new Whole(whole);
    if (tiles.rows() != layout.count() || !tiles.rowShape().equals(sample)) {
      throw new DataException(
          "Tiles of shape %s are not the %s that data of shape %s is cut into"
              .formatted(tiles.shape(), layout.count(), whole));
    }
    TensorData joined = TensorData.zeros(whole);
    blend(layout, tiles, 0, joined);
    return joined;
  }

  private void blend(Whole layout, TensorData tiles, int from, TensorData joined) {
    for (int i = 0; i < tiles.rows(); i++) {
      layout.blend(tiles.values(), i * sample.sampleElements(), from + i, joined.values());
    }
  }

  /**
   * Runs a function over all tiles and blends what it returns.
   *
   * @param whole {@code [height, width, channels]} or {@code [n, channels]}
   * @param function from {@code [n, sample...]} to the same shape, such as a model's {@code
   *     reconstruct}; gets some hundreds of tiles at once
   * @return as large as the whole
   * @throws DataException if the model takes RGB and the image is grey, or there is nothing in it
   */
  public TensorData apply(TensorData whole, UnaryOperator<TensorData> function) {
    Whole layout = new Whole(whole.shape());
    TensorData joined = TensorData.zeros(whole.shape());
    int all = layout.count();
    for (int from = 0; from < all; from += BATCH) {
      TensorData tiles = cut(layout, whole, from, Math.min(BATCH, all - from));
      blend(layout, function.apply(tiles), from, joined);
    }
    return joined;
  }
}
