package dev.ae4j.training;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Program;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a loss was: of a batch, added up over many, or their mean.
 *
 * <pre>{@code
 * LossValue sum = LossValue.ZERO;
 * sum = sum.plus(step.program(), step.run(request), samplesInBatch); // for each batch
 * LossValue mean = sum.dividedBy(samples);
 * }</pre>
 *
 * @param total the weighted sum that training minimizes
 * @param parts each term without its weight, as in {@link ModelGraph#lossParts}; empty if there is
 *     one term only
 */
public record LossValue(double total, Map<String, Double> parts) {
  /** Where sums begin. */
  public static final LossValue ZERO = of(0);

  /** What the names of the outputs of programs that are parts of the loss begin with. */
  private static final String PART = "loss/";

  /** Copies the map. */
  public LossValue {
    parts = parts.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(parts));
  }

  /** Returns the value of a loss with one term. */
  public static LossValue of(double total) {
    return new LossValue(total, Map.of());
  }

  /** Adds the loss of a model to a program, and its parts if there are several. */
  static void addOutputs(ModelGraph model, Program.Builder program) {
    program.output("loss", model.loss());
    if (model.lossParts().size() > 1) {
      model.lossParts().forEach((name, part) -> program.output(PART + name, part));
    }
  }

  /**
   * Returns the sum of this and of the losses of the samples in a batch.
   *
   * @param program {@link ModelGraph#lossProgram} or that of an {@link UpdateGraph}
   * @param results what it returned
   * @param samples the number of samples in the batch
   */
  public LossValue plus(Program program, List<TensorData> results, int samples) {
    double sum = total + value(results.get(0)) * samples;
    if (results.size() == 1) {
      // Steps of small models take little longer than an empty map
      return of(sum);
    }
    Map<String, Double> sums = new LinkedHashMap<>();
    List<String> names = new ArrayList<>(program.outputs().keySet());
    for (int i = 1; i < names.size(); i++) {
      if (names.get(i).startsWith(PART)) {
        String name = names.get(i).substring(PART.length());
        sums.put(name, parts.getOrDefault(name, 0.0) + value(results.get(i)) * samples);
      }
    }
    return new LossValue(sum, sums);
  }

  private static double value(TensorData scalar) {
    return scalar.values()[0];
  }

  /** Returns the mean of a sum over samples. */
  public LossValue dividedBy(int samples) {
    Map<String, Double> means = new LinkedHashMap<>(parts);
    means.replaceAll((name, sum) -> sum / samples);
    return new LossValue(total / samples, means);
  }
}
