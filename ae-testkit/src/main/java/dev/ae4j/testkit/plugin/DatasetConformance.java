package dev.ae4j.testkit.plugin;

import dev.ae4j.PluginSpec;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import dev.ae4j.spi.DatasetProvider;
import dev.ae4j.spi.Options;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * What every data set must do: tests of a provider of data sets extend this class.
 *
 * <p>All samples are read, so {@link #variants()} should be small ones.
 */
public abstract class DatasetConformance extends PluginConformance<DatasetProvider> {
  /** Samples that are read at once. */
  private static final int CHUNK = 256;

  private static final int THREADS = 4;
  private static final int READS = 1000;

  /** Stands where nothing may be written. */
  private static final float UNTOUCHED = -12345;

  /** Creates the tests of a provider of data sets that is found by its id. */
  protected DatasetConformance(String id) {
    super(DatasetProvider.class, id);
  }

  /** Creates the tests of a provider of data sets. */
  protected DatasetConformance(DatasetProvider provider) {
    super(DatasetProvider.class, provider);
  }

  @Override
  void addCases(ConformanceTests.Group tests, Subject<DatasetProvider> subject, PluginSpec spec) {
    tests.add("has a name and samples of one shape", () -> checkShape(open(subject, spec)));
    tests.add(
        "copies any samples in any order, and nothing else",
        () -> checkCopies(open(subject, spec)));
    tests.add("has the same samples in memory, if any", () -> checkMemory(open(subject, spec)));
    tests.add("has a class for each sample, if any", () -> checkLabels(open(subject, spec)));
    tests.add(
        "has finite numbers only, and NaN for missing cells of tables",
        () -> checkFinite(open(subject, spec)));
    tests.add("has the checksum of its samples", () -> checkChecksum(open(subject, spec)));
    tests.add(
        "is the same each time it is opened",
        () -> {
          String first = open(subject, spec).checksum();
          String second = open(subject, spec).checksum();
          Checks.that(first.equals(second), "its checksum is once %s, once %s", first, second);
        });
    tests.add("is read by several threads at once", () -> checkThreads(open(subject, spec)));
  }

  private static Dataset open(Subject<DatasetProvider> subject, PluginSpec spec) {
    return subject.provider().open(subject.options(spec));
  }

  private static void checkShape(Dataset data) {
    Shape shape = data.sampleShape();
    Checks.that(!data.name().isBlank(), "its name is '%s'", data.name());
    Checks.that(data.size() > 0, "its size is %s", data.size());
    Checks.that(
        !shape.isBatched() && shape.sampleElements() > 0, "its samples have the shape %s", shape);
  }

  /** Returns some samples, read at once. */
  private static float[] read(Dataset data, int... rows) {
    float[] values = new float[rows.length * data.sampleShape().sampleElements()];
    data.copyRows(rows, 0, rows.length, values);
    return values;
  }

  private static void checkCopies(Dataset data) {
    int width = data.sampleShape().sampleElements();
    int last = data.size() - 1;
    int[] rows = {last, 0, last / 2, 0, last};
    for (int from = 0; from <= rows.length; from++) {
      for (int count = 0; count <= rows.length - from; count++) {
        float[] destination = new float[rows.length * width];
        Arrays.fill(destination, UNTOUCHED);
        data.copyRows(rows, from, count, destination);
        for (int i = 0; i < rows.length; i++) {
          float[] found = Arrays.copyOfRange(destination, i * width, (i + 1) * width);
          float[] expected = new float[width];
          if (i < count) {
            expected = read(data, rows[from + i]);
          } else {
            Arrays.fill(expected, UNTOUCHED);
          }
          Checks.that(
              Arrays.equals(expected, found),
              "row %s of %s copied from %s on is %s instead of %s",
              i,
              count,
              from,
              found[0],
              expected[0]);
        }
      }
    }
  }

  /** Looks at samples, some at a time. */
  private interface Reader {
    void read(int from, float[] values);
  }

  private static void readAll(Dataset data, Reader reader) {
    for (int from = 0; from < data.size(); from += CHUNK) {
      int to = Math.min(data.size(), from + CHUNK);
      reader.read(from, read(data, IntStream.range(from, to).toArray()));
    }
  }

  private static void checkMemory(Dataset data) {
    if (data.inMemory().isEmpty()) {
      return;
    }
    TensorData memory = data.inMemory().get();
    Shape expected = data.sampleShape().batched().withBatch(data.size());
    Checks.that(
        memory.shape().equals(expected), "the shape is %s, not %s", memory.shape(), expected);
    int width = data.sampleShape().sampleElements();
    readAll(
        data,
        (from, values) ->
            Checks.that(
                Arrays.equals(
                    values,
                    0,
                    values.length,
                    memory.values(),
                    from * width,
                    from * width + values.length),
                "the samples from %s on differ from those copied",
                from));
  }

  private static void checkLabels(Dataset data) {
    if (data.labels().isPresent()) {
      int[] labels = data.labels().get();
      Checks.that(
          labels.length == data.size(), "%s samples have %s labels", data.size(), labels.length);
      Checks.that(Arrays.stream(labels).allMatch(label -> label >= 0), "a label is negative");
    }
  }

  private static void checkFinite(Dataset data) {
    boolean mayMiss = data.schema().isPresent();
    int width = data.sampleShape().sampleElements();
    readAll(
        data,
        (from, values) -> {
          for (int i = 0; i < values.length; i++) {
            Checks.that(
                Float.isFinite(values[i]) || (mayMiss && Float.isNaN(values[i])),
                "element %s of sample %s is %s",
                i % width,
                from + i / width,
                values[i]);
          }
        });
  }

  private static void checkChecksum(Dataset data) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256", e);
    }
    readAll(
        data,
        (from, values) -> {
          ByteBuffer bytes =
              ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
          bytes.asFloatBuffer().put(values);
          digest.update(bytes);
        });
    String expected = HexFormat.of().formatHex(digest.digest());
    Checks.that(data.checksum().equals(expected), "it is %s, not %s", data.checksum(), expected);
  }

  private static void checkThreads(Dataset data) throws Exception {
    int count = Math.min(data.size(), CHUNK);
    int[] rows = IntStream.range(0, count).toArray();
    float[] expected = read(data, rows);
    int width = data.sampleShape().sampleElements();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Boolean>> results = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int offset = thread;
        results.add(
            threads.submit(
                () -> {
                  boolean same = true;
                  for (int i = 0; i < READS; i++) {
                    int row = (i * 7 + offset) % count;
                    float[] value = read(data, row);
                    same &=
                        Arrays.equals(value, 0, width, expected, row * width, (row + 1) * width);
                  }
                  return same;
                }));
      }
      for (Future<Boolean> result : results) {
        Checks.that(result.get(), "a sample read by one thread beside others differs");
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Override
  void create(Subject<DatasetProvider> subject, Options options) {
    subject.provider().open(options);
  }

  /** Options may ask for more samples than there is memory. */
  @Override
  boolean acceptsExtremes() {
    return false;
  }
}
