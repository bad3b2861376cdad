package org.example.ae;

import dev.ae4j.ModelSpec;
import dev.ae4j.OptionException;
import dev.ae4j.TrainedModel;
import dev.ae4j.TrainingOptions;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import dev.ae4j.model.ParameterDeclaration;
import dev.ae4j.spi.backend.Executable;
import dev.ae4j.training.EpochReport;
import dev.ae4j.training.LossValue;
import dev.ae4j.training.Trainer;
import dev.ae4j.training.TrainerContext;
import dev.ae4j.training.TrainingListener;
import dev.ae4j.training.TrainingSetup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Descends along the gradient and averages the weights after each of the last epochs. */
final class AveragingTrainer implements Trainer {
  private final TrainerContext context;
  private final TrainingOptions options;
  private final double share;

  AveragingTrainer(TrainerContext context, double share) {
    this.context = context;
    this.options = context.options();
    this.share = share;
    if (options.checkpoint().isPresent() || options.earlyStopping().isPresent()) {
      throw new OptionException("The trainer averaging has no checkpoints and no early stopping");
    }
  }

  @Override
  public TrainedModel train(ModelSpec spec, Dataset data, TrainingListener listener) {
    TrainingSetup setup = new TrainingSetup(context, spec, data);
    try (Executable step = context.backend().compile(setup.update().program());
        Executable evaluation = context.backend().compile(setup.evaluation().lossProgram())) {
      setup.initialize(step);
      listener.onStart(setup.plan());
      int averaged = Math.max(1, (int) Math.round(share * options.epochs()));
      Mean weights = new Mean(setup.training().parameters());
      weights.add(step);
      List<EpochReport> history = new ArrayList<>();
      for (int epoch = 1; epoch <= options.epochs(); epoch++) {
        long start = System.nanoTime();
        LossValue training = trainEpoch(setup, step, weights, history, listener);
        if (epoch <= options.epochs() - averaged + 1) {
          weights.clear();
        }
        weights.add(step);
        double seconds = (System.nanoTime() - start) * 1e-9;
        Optional<LossValue> validation = Optional.empty();
        if (options.validation().isPresent()) {
          evaluation
              .program()
              .parameters()
              .forEach(p -> evaluation.write(p.name(), weights.get(p.name())));
          validation = Optional.of(setup.meanLoss(evaluation, options.validation().get()));
        }
        EpochReport report = new EpochReport(epoch, training, validation, seconds);
        history.add(report);
        listener.onEpoch(report);
      }
      return TrainedModel.on(
          context.backend(), setup.artifact(weights::get, last(history)), history);
    }
  }

  private static Optional<EpochReport> last(List<EpochReport> history) {
    return history.isEmpty() ? Optional.empty() : Optional.of(history.get(history.size() - 1));
  }

  private static LossValue trainEpoch(
      TrainingSetup setup,
      Executable step,
      Mean weights,
      List<EpochReport> history,
      TrainingListener listener) {
    int epoch = history.size() + 1;
    int[] order = setup.order(epoch);
    LossValue sum = LossValue.ZERO;
    for (int batch = 1; batch <= setup.batches(); batch++) {
      if (TrainingSetup.isInterrupted()) {
        throw setup.interrupted(setup.artifact(weights::get, last(history)), history);
      }
      List<TensorData> results = step.run(setup.request(order, batch, history));
      float loss = results.get(0).values()[0];
      if (!Float.isFinite(loss)) {
        throw setup.diverged(order, epoch, batch, loss, Optional::empty);
      }
      sum = sum.plus(step.program(), results, setup.batchSize(batch));
      listener.onBatch(epoch, batch, loss);
    }
    return sum.dividedBy(order.length);
  }

  /** The mean of the values that parameters had. */
  private static final class Mean {
    private final List<ParameterDeclaration> parameters;
    private final SortedMap<String, double[]> sums = new TreeMap<>();
    private final SortedMap<String, Shape> shapes = new TreeMap<>();
    private int count;

    Mean(List<ParameterDeclaration> parameters) {
      this.parameters = parameters;
    }

    void clear() {
      sums.clear();
      count = 0;
    }

    void add(Executable executable) {
      count++;
      for (ParameterDeclaration parameter : parameters) {
        TensorData value = executable.read(parameter.name());
        shapes.put(parameter.name(), value.shape());
        double[] sum =
            sums.computeIfAbsent(parameter.name(), name -> new double[value.values().length]);
        for (int i = 0; i < sum.length; i++) {
          sum[i] += value.values()[i];
        }
      }
    }

    TensorData get(String parameter) {
      double[] sum = sums.get(parameter);
      float[] mean = new float[sum.length];
      for (int i = 0; i < mean.length; i++) {
        mean[i] = (float) (sum[i] / count);
      }
      return TensorData.of(mean, shapes.get(parameter));
    }
  }
}
