package dev.ae4j.spi.backend;

import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.op.Input;
import java.util.List;

/**
 * What one run of a program is given.
 *
 * @param feeds one per input of the program, in its order; all batched ones with as many rows
 * @param seed the key of the random operations
 * @param step the counter of the random operations, not negative; another number at every run
 */
public record RunRequest(List<Feed> feeds, long seed, long step) {
  /** Copies the list. */
  public RunRequest {
    feeds = List.copyOf(feeds);
  }

  /** Returns a request for a program without random operations. */
  public static RunRequest of(Feed... feeds) {
    return new RunRequest(List.of(feeds), 0, 0);
  }

  /**
   * Checks the feeds against a program and returns the size of the batch: zero if the program has
   * no batched input.
   *
   * @throws ShapeException if the number of feeds, a shape or a number of rows does not fit
   */
  public int batchSize(Program program) {
    List<Input> inputs = program.inputs();
    if (feeds.size() != inputs.size()) {
      throw new ShapeException(
          "The program has the inputs " + inputs + " but " + feeds.size() + " feeds were given");
    }
    int batchSize = -1;
    for (int i = 0; i < feeds.size(); i++) {
      Feed feed = feeds.get(i);
      Shape expected = inputs.get(i).shape();
      boolean otherSize = expected.isBatched() && batchSize >= 0 && feed.count() != batchSize;
      if (otherSize || !fits(feed, expected)) {
        throw new ShapeException(
            "Input %s %s cannot be fed with %s rows of %s%s"
                .formatted(
                    inputs.get(i).name(),
                    expected,
                    feed.count(),
                    feed.data().shape(),
                    otherSize ? " in a batch of " + batchSize : ""));
      }
      if (expected.isBatched()) {
        batchSize = feed.count();
      }
    }
    return Math.max(batchSize, 0);
  }

  private static boolean fits(Feed feed, Shape expected) {
    Shape actual = feed.data().shape();
    return expected.isBatched()
        ? actual.rank() > 0 && actual.without(List.of(0)).batched().equals(expected)
        : actual.equals(expected) && feed.rows() == null && feed.from() == 0;
  }
}
