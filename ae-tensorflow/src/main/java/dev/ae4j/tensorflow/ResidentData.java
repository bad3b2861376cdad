package dev.ae4j.tensorflow;

import dev.ae4j.data.TensorData;
import dev.ae4j.spi.backend.Feed;
import dev.ae4j.tensorflow.graph.Nodes;
import dev.ae4j.tensorflow.runtime.Feeds;
import dev.ae4j.tensorflow.runtime.NativeSession;
import dev.ae4j.tensorflow.runtime.NativeTensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The data of one input on the device, of which runs take rows: for one thread at a time.
 *
 * <p>Data that is fed in parts twice in a row is taken to be fed again.
 */
final class ResidentData {
  private final int input;
  private final NativeSession session;
  private final long limit;
  private @Nullable TensorData fed;
  private @Nullable TensorData resident;

  /**
   * Creates an empty place.
   *
   * @param input the number of the input
   * @param session holds the data
   * @param limit how many bytes may stay on the device
   */
  ResidentData(int input, NativeSession session, long limit) {
    this.input = input;
    this.session = session;
    this.limit = limit;
  }

  /** Returns whether the data of a feed is on the device; copies it there if it is worth it. */
  @SuppressWarnings("ReferenceEquality") // The contract of Feed is about the same object
  boolean holds(Feed feed) {
    TensorData data = feed.data();
    if (data == resident) {
      return true;
    }
    long bytes = (long) Float.BYTES * data.values().length;
    if (data == fed && feed.count() < data.rows() && bytes <= limit) {
      try (Feeds feeds = new Feeds()) {
        feeds.add(Nodes.newData(input), NativeTensor.of(data));
        session.run(feeds, List.of(), List.of(Nodes.storeData(input)));
      }
      resident = data;
    }
    fed = data;
    return data == resident;
  }
}
