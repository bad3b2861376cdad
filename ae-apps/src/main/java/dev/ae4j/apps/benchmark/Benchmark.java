package dev.ae4j.apps.benchmark;

import dev.ae4j.TrainedModel;
import dev.ae4j.TrainingOptions;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.training.EpochReport;
import dev.ae4j.training.TrainingListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures how fast a backend runs a workload in this process. */
public final class Benchmark {
  /** Long enough that the JVM has compiled what it will. */
  private static final int WARM_UP_CALLS = 50_000;

  private static final int CALLS = 100_000;
  private static final int BATCH_CALLS = 2_000;

  private final ProviderCatalog catalog;
  private final TrainingListener listener;

  /**
   * Creates a benchmark.
   *
   * @param catalog where backends and plug-ins are found
   * @param listener hears how training goes
   */
  public Benchmark(ProviderCatalog catalog, TrainingListener listener) {
    this.catalog = catalog;
    this.listener = listener;
  }

  /**
   * Runs a workload.
   *
   * @param workload the workload
   * @param epochs how often to go through the data
   * @param backend the backend, such as {@code jvm:threads=2}
   * @return the figures by name: {@code backend}, and for training {@code seconds_per_epoch}, all
   *     of them in order, {@code median_seconds_per_epoch}, {@code median_microseconds_per_step},
   *     {@code first_epoch_seconds} and {@code loss} of the last epoch; for inference {@code
   *     p50_microseconds} and {@code p99_microseconds} of single calls and {@code
   *     images_per_second} in batches
   */
  public Map<String, Object> run(Workload workload, int epochs, String backend) {
    Dataset data = workload.data();
    TrainingOptions options =
        TrainingOptions.of(
            TrainingOptions.epochs(epochs),
            TrainingOptions.batchSize(workload.batchSize()),
            TrainingOptions.seed(1),
            TrainingOptions.listener(listener));
    try (TrainedModel model =
        workload.network(data).backend(backend).catalog(catalog).build().fit(data, options)) {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("backend", model.backend());
      if (workload == Workload.INFER) {
        putInference(figures, model, data);
      } else {
        putTraining(figures, model.history(), workload, data);
      }
      return figures;
    }
  }

  private static void putTraining(
      Map<String, Object> figures, List<EpochReport> history, Workload workload, Dataset data) {
    List<Double> seconds = history.stream().map(EpochReport::seconds).toList();
    // The first epochs pay for the compilation of Java code
    double median = median(seconds.subList(seconds.size() / 3, seconds.size()));
    int steps = (data.size() - 1) / workload.batchSize() + 1;
    figures.put("median_seconds_per_epoch", median);
    figures.put("median_microseconds_per_step", median / steps * 1e6);
    figures.put("first_epoch_seconds", seconds.get(0));
    figures.put("seconds_per_epoch", seconds);
    figures.put("loss", history.get(history.size() - 1).trainingLoss());
  }

  private static double median(List<Double> numbers) {
    List<Double> sorted = new ArrayList<>(numbers);
    sorted.sort(null);
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  private static void putInference(Map<String, Object> figures, TrainedModel model, Dataset data) {
    TensorData images = data.inMemory().orElseThrow();
    TensorData one = images.copyRows(0, 1);
    for (int i = 0; i < WARM_UP_CALLS; i++) {
      model.encode(one);
    }
    long[] nanos = new long[CALLS];
    for (int i = 0; i < CALLS; i++) {
      long start = System.nanoTime();
      model.encode(one);
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    figures.put("p50_microseconds", nanos[CALLS / 2] * 1e-3);
    figures.put("p99_microseconds", nanos[CALLS / 100 * 99] * 1e-3);
    TensorData batch = images.copyRows(0, Workload.INFER.batchSize());
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < 2 * BATCH_CALLS; i++) {
      long start = System.nanoTime();
      model.encode(batch);
      if (i >= BATCH_CALLS) {
        seconds.add((System.nanoTime() - start) * 1e-9);
      }
    }
    figures.put("images_per_second", Workload.INFER.batchSize() / median(seconds));
  }
}
