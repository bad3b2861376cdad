package dev.ae4j.testkit;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Gradients;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.graph.op.Random;
import dev.ae4j.model.BuildContext;
import dev.ae4j.model.Initializers;
import dev.ae4j.model.ParameterDeclaration;
import dev.ae4j.model.RandomStream;
import dev.ae4j.spi.backend.Backend;
import dev.ae4j.spi.backend.Executable;
import dev.ae4j.spi.backend.Feed;
import dev.ae4j.spi.backend.RunRequest;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** A whole training run: everything together, with rounding errors that add up. */
final class TrainingCases {
  private static final int FEATURES = 13;
  private static final int SAMPLES = 77;
  private static final int BATCH = 16;
  private static final int STEPS = 200;
  private static final double TOLERANCE = 1e-3;

  private TrainingCases() {}

  static List<ConformanceCase> all() {
    return List.of(
        new ConformanceCase(
            "200 steps of Adam on a denoising autoencoder follow the oracle",
            TrainingCases::followsOracle));
  }

  private static void followsOracle(Backend backend) {
    BuildContext context =
        BuildContext.root(Shape.of(FEATURES), OptionalInt.of(3), BuildContext.Mode.TRAINING);
    Program program = program(context);
    double[] expected = losses(new ReferenceBackend(), program, context);
    double[] actual = losses(backend, program, context);
    if (expected[STEPS - 1] > expected[0] / 2) {
      throw new AssertionError("The oracle itself does not learn: the case proves nothing");
    }
    for (int step = 0; step < STEPS; step++) {
      double error = Math.abs(actual[step] - expected[step]) / expected[step];
      if (!(error <= TOLERANCE)) {
        throw new AssertionError(
            "step %s: the loss is %s instead of %s, relative error %s"
                .formatted(step, actual[step], expected[step], error));
      }
    }
  }

  private static Program program(BuildContext context) {
    Tensor x = Tensor.input("samples", Shape.batchOf(FEATURES));
    Tensor noise = context.random("noise", Random.Distribution.NORMAL, x.shape());
    Tensor hidden = context.layer("encoder", c -> dense(x.plus(noise.times(0.05f)), 7, c)).tanh();
    Tensor code = context.layer("code", c -> dense(hidden, 3, c));
    Tensor wide = context.layer("decoder", c -> dense(code, 7, c)).relu();
    Tensor output = context.layer("output", c -> dense(wide, FEATURES, c)).sigmoid();
    Tensor loss = output.minus(x).square().mean();
    Program.Builder program = Program.builder().output("loss", loss);
    List<Tensor> weights =
        context.declarations().stream().map(ParameterDeclaration::tensor).toList();
    addAdam(program, weights, Gradients.of(loss, weights), context);
    return program.build();
  }

  private static Tensor dense(Tensor x, int units, BuildContext context) {
    Shape kernel = Shape.of(x.shape().size(1), units);
    return x.matMul(context.parameter("kernel", kernel, Initializers.glorotUniform()))
        .plus(context.parameter("bias", Shape.of(units), Initializers.zeros()));
  }

  /** Kingma and Ba, "Adam", ICLR 2015, algorithm 1. */
  private static void addAdam(
      Program.Builder program, List<Tensor> weights, List<Tensor> gradients, BuildContext context) {
    Tensor power1 = scalar(context, "beta1-power");
    Tensor power2 = scalar(context, "beta2-power");
    Tensor nextPower1 = power1.times(0.9f);
    Tensor nextPower2 = power2.times(0.999f);
    update(program, power1, nextPower1);
    update(program, power2, nextPower2);
    Tensor one = Tensor.scalar(1);
    for (int i = 0; i < weights.size(); i++) {
      Tensor w = weights.get(i);
      Tensor g = gradients.get(i);
      Tensor m = context.parameter("m" + i, w.shape(), Initializers.zeros());
      Tensor v = context.parameter("v" + i, w.shape(), Initializers.zeros());
      Tensor nextM = m.times(0.9f).plus(g.times(0.1f));
      Tensor nextV = v.times(0.999f).plus(g.square().times(0.001f));
      Tensor meanOfG = nextM.dividedBy(one.minus(nextPower1));
      Tensor meanOfSquare = nextV.dividedBy(one.minus(nextPower2));
      update(program, m, nextM);
      update(program, v, nextV);
      Tensor step = meanOfG.dividedBy(meanOfSquare.sqrt().plus(1e-7f)).times(0.02f);
      update(program, w, w.minus(step));
    }
  }

  private static Tensor scalar(BuildContext context, String name) {
    return context.parameter(name, Shape.scalar(), Initializers.constant(1));
  }

  private static void update(Program.Builder program, Tensor parameter, Tensor value) {
    program.update((Parameter) parameter.operation(), value);
  }

  private static double[] losses(Backend backend, Program program, BuildContext context) {
    TensorData data = samples();
    RandomStream random = new RandomStream(0, "order");
    int[] rows = IntStream.range(0, SAMPLES).toArray();
    double[] losses = new double[STEPS];
    try (Executable executable = backend.compile(program)) {
      for (ParameterDeclaration declaration : context.declarations()) {
        executable.write(declaration.name(), declaration.initialValue(42));
      }
      int from = 0;
      for (int step = 0; step < STEPS; step++) {
        if (from == 0) {
          random.shuffle(rows);
        }
        // The last batch of an epoch is smaller
        int count = Math.min(BATCH, SAMPLES - from);
        Feed feed = Feed.rows(data, rows, from, count);
        losses[step] = executable.run(new RunRequest(List.of(feed), 42, step)).get(0).values()[0];
        from = (from + count) % SAMPLES;
      }
    }
    return losses;
  }

  /** Waves of two frequencies, so that three numbers can describe a sample. */
  private static TensorData samples() {
    TensorData data = TensorData.zeros(Shape.of(SAMPLES, FEATURES));
    RandomStream random = new RandomStream(0, "samples");
    for (int i = 0; i < SAMPLES; i++) {
      double a = random.nextNormal();
      double b = random.nextNormal();
      for (int j = 0; j < FEATURES; j++) {
        double wave = a * StrictMath.sin(0.5 * j) + b * StrictMath.cos(0.9 * j);
        data.values()[i * FEATURES + j] = (float) (1 / (1 + StrictMath.exp(-2 * wave)));
      }
    }
    return data;
  }
}
