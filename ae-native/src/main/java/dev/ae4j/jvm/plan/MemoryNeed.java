package dev.ae4j.jvm.plan;

import dev.ae4j.BackendException;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The memory that something takes at the same time, added up before any of it is allocated. */
final class MemoryNeed {
  private static final long GIBIBYTE = 1L << 30;

  private final String what;
  private final String less;
  private long elements;
  private String largest = "";
  private long largestElements;

  private MemoryNeed(String what, String less) {
    this.what = what;
    this.less = less;
  }

  /** Returns the need of a program that runs for a number of samples; nothing so far. */
  static MemoryNeed ofBatch(int batchSize) {
    return new MemoryNeed("a batch of " + batchSize, "a smaller batch");
  }

  /** Returns the need of the values of parameters; nothing so far. */
  static MemoryNeed ofParameters() {
    return new MemoryNeed("the parameters", "smaller layers");
  }

  /**
   * Checks that every tensor of a program fits an array.
   *
   * @throws BackendException if one does not
   */
  static void checkArrays(Program program, int batchSize) {
    for (Tensor tensor : program.tensors()) {
      Shape shape = tensor.shape();
      long size = shape.sampleElements() * (shape.isBatched() ? (long) batchSize : 1);
      if (size > Integer.MAX_VALUE) {
        throw new BackendException(
            String.format(
                Locale.ROOT,
                "The backend jvm cannot run a batch of %d: %s would have %,d elements, and a Java"
                    + " array has at most %,d. Maybe use a smaller batch",
                batchSize,
                tensor,
                size,
                Integer.MAX_VALUE));
      }
    }
  }

  /** Adds elements. */
  void add(long count) {
    elements += count;
  }

  /** Remembers a tensor, whose elements are added elsewhere, if it is the largest. */
  void mention(String tensor, long size) {
    if (size > largestElements) {
      largest = tensor;
      largestElements = size;
    }
  }

  /**
   * Checks that the Java heap can grow enough; it may still be too full.
   *
   * @throws BackendException if it cannot
   */
  void check() {
    if (bytes(elements) > Runtime.getRuntime().maxMemory()) {
      throw refusal(null);
    }
  }

  /** Returns the exception that says that there is too little memory. */
  BackendException refusal(@Nullable OutOfMemoryError cause) {
    long heap = Runtime.getRuntime().maxMemory();
    String message =
        String.format(
            Locale.ROOT,
            "The backend jvm has no memory for %s: it takes %,d bytes, of which %s takes %,d, and"
                + " the Java heap has %,d in all. Maybe use %s, or -Xmx%dg",
            what,
            bytes(elements),
            largest,
            bytes(largestElements),
            heap,
            less,
            (bytes(elements) + heap) / GIBIBYTE + 1);
    return cause == null ? new BackendException(message) : new BackendException(message, cause);
  }

  private static long bytes(long count) {
    return Float.BYTES * count;
  }
}
