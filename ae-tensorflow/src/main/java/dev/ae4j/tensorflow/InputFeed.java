package dev.ae4j.tensorflow;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.op.Input;
import dev.ae4j.spi.backend.Feed;
import dev.ae4j.tensorflow.graph.Nodes;
import dev.ae4j.tensorflow.runtime.Feeds;
import dev.ae4j.tensorflow.runtime.NativeTensor;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Feeds one input: with a copy of the rows, or with their numbers if the device has the data. */
final class InputFeed {
  private final Input input;
  private final int number;
  private final @Nullable ResidentData resident;

  /**
   * Creates a feed.
   *
   * @param input the input
   * @param number its place among the inputs of the program
   * @param resident where its data may stay; null if nowhere
   */
  InputFeed(Input input, int number, @Nullable ResidentData resident) {
    this.input = input;
    this.number = number;
    this.resident = resident;
  }

  /**
   * Adds the value of the input.
   *
   * @throws IndexOutOfBoundsException if a row is outside the data
   */
  void add(Feed feed, Feeds feeds) {
    if (!input.shape().isBatched()) {
      feeds.add(Nodes.input(number), NativeTensor.of(feed.data()));
    } else if (resident != null && resident.holds(feed)) {
      feeds.add(Nodes.rows(number), rows(feed));
    } else {
      copyRows(feed, feeds);
    }
  }

  private void copyRows(Feed feed, Feeds feeds) {
    float[] values = feed.data().values();
    int width = input.shape().sampleElements();
    int[] sizes = input.shape().withBatch(feed.count()).sampleSizes();
    NativeTensor copy = NativeTensor.floats(sizes);
    feeds.add(Nodes.input(number), copy);
    if (feed.rows() == null) {
      copy.put(0, values, feed.from() * width, feed.count() * width);
      return;
    }
    for (int i = 0; i < feed.count(); i++) {
      copy.put((long) i * width, values, row(feed, i) * width, width);
    }
  }

  private static NativeTensor rows(Feed feed) {
    long[] rows = new long[feed.count()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = row(feed, i);
    }
    return NativeTensor.ofLongs(rows);
  }

  private static int row(Feed feed, int position) {
    TensorData data = feed.data();
    int[] rows = feed.rows();
    int row = feed.from() + position;
    // A GPU makes zeros of rows that do not exist
    return Objects.checkIndex(rows == null ? row : rows[row], data.rows());
  }
}
