package dev.ae4j.testkit.plugin;

import dev.ae4j.DataException;
import dev.ae4j.ModelSpec;
import dev.ae4j.TrainedModel;
import dev.ae4j.TrainingOptions;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Random;
import dev.ae4j.model.Activation;
import dev.ae4j.model.BlindSpot;
import dev.ae4j.model.BuildContext;
import dev.ae4j.model.Corruption;
import dev.ae4j.model.Decoder;
import dev.ae4j.model.Encoder;
import dev.ae4j.model.Initializers;
import dev.ae4j.model.Latent;
import dev.ae4j.model.Layers;
import dev.ae4j.model.Loss;
import dev.ae4j.model.LossInputs;
import dev.ae4j.model.Optimizer;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.spi.CorruptionProvider;
import dev.ae4j.spi.DatasetProvider;
import dev.ae4j.spi.DecoderProvider;
import dev.ae4j.spi.EncoderProvider;
import dev.ae4j.spi.LossProvider;
import dev.ae4j.spi.OptimizerProvider;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;
import dev.ae4j.spi.ScheduleProvider;
import dev.ae4j.spi.TrainerProvider;
import dev.ae4j.testkit.model.ReferenceCatalog;
import dev.ae4j.training.GradientTrainerProvider;
import dev.ae4j.training.Schedule;
import dev.ae4j.training.Trainer;
import dev.ae4j.training.TrainerContext;
import dev.ae4j.training.TrainingListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Plug-ins with one mistake each, and the test that must notice it. */
final class PluginMutants {
  /**
   * A mistake.
   *
   * @param noticedBy the name of the test that must fail, or how it begins
   * @param suite the tests of a plug-in that is wrong
   */
  record Mutant(String noticedBy, PluginConformance<?> suite) {}

  private static final ProviderCatalog CATALOG = ReferenceCatalog.get();

  private final List<Mutant> mutants = new ArrayList<>();

  private PluginMutants() {}

  static List<Mutant> all() {
    PluginMutants mutants = new PluginMutants();
    mutants.descriptions();
    mutants.losses();
    mutants.encoders();
    mutants.decoders();
    mutants.corruptions();
    mutants.blindSpots();
    mutants.optimizers();
    mutants.schedules();
    mutants.trainers();
    mutants.datasets();
    return mutants.mutants;
  }

  /** The tests of a loss on the oracle. */
  static LossConformance suite(LossProvider provider, String... refused) {
    return new LossConformance(provider) {
      @Override
      protected ProviderCatalog catalog() {
        return CATALOG;
      }

      @Override
      protected List<String> refused() {
        return List.of(refused);
      }
    };
  }

  private static EncoderConformance suite(EncoderProvider provider) {
    return new EncoderConformance(provider) {
      @Override
      protected ProviderCatalog catalog() {
        return CATALOG;
      }
    };
  }

  private static DecoderConformance suite(DecoderProvider provider) {
    return new DecoderConformance(provider) {
      @Override
      protected ProviderCatalog catalog() {
        return CATALOG;
      }
    };
  }

  private static CorruptionConformance suite(CorruptionProvider provider) {
    return new CorruptionConformance(provider) {
      @Override
      protected ProviderCatalog catalog() {
        return CATALOG;
      }
    };
  }

  private static OptimizerConformance suite(OptimizerProvider provider) {
    return new OptimizerConformance(provider) {
      @Override
      protected ProviderCatalog catalog() {
        return CATALOG;
      }
    };
  }

  private static ScheduleConformance suite(ScheduleProvider provider) {
    return new ScheduleConformance(provider) {
      @Override
      protected ProviderCatalog catalog() {
        return CATALOG;
      }
    };
  }

  private static TrainerConformance suite(TrainerProvider provider) {
    return new TrainerConformance(provider) {
      @Override
      protected ProviderCatalog catalog() {
        return CATALOG;
      }
    };
  }

  private static DatasetConformance suite(DatasetProvider provider) {
    return new DatasetConformance(provider) {
      @Override
      protected ProviderCatalog catalog() {
        return CATALOG;
      }
    };
  }

  /** The squared error, by a public class that is declared nowhere. */
  public static class SquaredError implements LossProvider {
    @Override
    public String id() {
      return "wrong";
    }

    @Override
    public String description() {
      return "the mean squared error";
    }

    @Override
    public Loss create(Options options) {
      return in -> in.reconstruction().minus(in.target()).square().mean();
    }
  }

  private void descriptions() {
    String about = "wrong as a provider: ";
    loss(
        "unnamed as a provider: is accepted",
        new SquaredError() {
          @Override
          public String id() {
            return "Wrong Id";
          }
        });
    loss(about + "is declared", new SquaredError() {});
    loss(about + "is declared", new SquaredError());
    loss(
        about + "says in one line",
        new SquaredError() {
          @Override
          public String description() {
            return "first\nsecond";
          }
        });
    loss(
        about + "says in one line",
        new SquaredError() {
          @Override
          public String description() {
            return " ";
          }
        });
    options(
        about + "describes its options",
        () -> OptionSchema.builder().number("scale", 1, 0, 9, "").build());
    int[] calls = {0};
    options(
        about + "describes its options",
        () -> OptionSchema.builder().number("scale", 1, 0, 9 + calls[0]++, "how much").build());
    loss(
        about + "accepts every value",
        new SquaredError() {
          @Override
          public OptionSchema options() {
            return OptionSchema.builder().integer("power", 2, 0, 9, "of the distance").build();
          }

          @Override
          public Loss create(Options options) {
            if (options.integer("power") == 0) {
              throw new ArithmeticException("/ by zero");
            }
            return super.create(options);
          }
        });
    mutants.add(new Mutant(about + "refuses", suite(new SquaredError(), "wrong")));
    mutants.add(
        new Mutant(
            about + "refuses",
            suite(
                new SquaredError() {
                  @Override
                  public Loss create(Options options) {
                    throw new IllegalStateException("not today");
                  }
                },
                "wrong")));
  }

  private void loss(String noticedBy, LossProvider provider) {
    mutants.add(new Mutant(noticedBy, suite(provider)));
  }

  private void options(String noticedBy, Supplier<OptionSchema> schema) {
    loss(
        noticedBy,
        new SquaredError() {
          @Override
          public OptionSchema options() {
            return schema.get();
          }
        });
  }

  private void loss(String noticedBy, Function<LossInputs, Tensor> wrong) {
    loss(
        "wrong: " + noticedBy,
        new SquaredError() {
          @Override
          public Loss create(Options options) {
            return wrong::apply;
          }
        });
  }

  private static Tensor distance(LossInputs in) {
    return in.reconstruction().minus(in.target());
  }

  private void losses() {
    loss("is one number", in -> distance(in).square());
    loss("is a mean", in -> distance(in).square().sum());
    loss("is a mean", in -> distance(in).square().mean().sqrt());
    loss("is lowest", in -> distance(in).square().mean().negate());
    loss("is lowest", in -> distance(in).mean());
    loss("has a gradient by", in -> distance(in).times(distance(in).stopGradient()).mean());
    loss("has finite gradients", in -> distance(in).square().mean().sqrt());
    loss("has gradients", in -> distance(in).times(distance(in).stopGradient()).mean());
    loss(
        "has gradients",
        in -> distance(in).square().mean().plus(in.latent().code().minus(2).log().mean()));
    int[] calls = {0};
    loss("builds the same graph", in -> distance(in).square().mean().times(1 + calls[0]++));
    loss("training lowers the loss on reference", in -> distance(in).square().mean().times(0));
  }

  private void encoder(String noticedBy, BiFunction<Tensor, BuildContext, Tensor> wrong) {
    EncoderProvider provider =
        new EncoderProvider() {
          @Override
          public String id() {
            return "wrong";
          }

          @Override
          public Encoder create(Options options) {
            return (samples, context) -> Latent.point(wrong.apply(samples, context));
          }
        };
    mutants.add(new Mutant("wrong: " + noticedBy, suite(provider)));
  }

  private static Tensor dense(Tensor x, int units, BuildContext context) {
    return Layers.dense(
        Layers.flatten(x), units, Activation.TANH, Initializers.glorotUniform(), context);
  }

  private static Tensor code(Tensor x, BuildContext context) {
    return dense(x, context.codeSize().getAsInt(), context);
  }

  private void encoders() {
    encoder("makes codes", (x, context) -> dense(x, 4, context));
    int[] calls = {0};
    encoder(
        "builds the same graph",
        (x, context) -> context.layer("layer-" + calls[0]++, layer -> code(x, layer)));
    encoder(
        "begins with weights",
        (x, context) ->
            code(x, context)
                .plus(context.parameter("nan", Shape.scalar(), Initializers.constant(Float.NaN))));
    int[] draws = {0};
    encoder(
        "begins with weights",
        (x, context) ->
            code(x, context)
                .plus(
                    context.parameter(
                        "drifting", Shape.scalar(), (shape, random) -> new float[] {draws[0]++})));
    encoder(
        "has gradients", (x, context) -> code(x, context).times(code(x, context).stopGradient()));
    encoder(
        "uses no parameter",
        (x, context) ->
            context.layer(
                context.mode() == BuildContext.Mode.TRAINING ? "a" : "b", layer -> code(x, layer)));
    encoder(
        "draws no random numbers",
        (x, context) -> {
          Tensor code = code(x, context);
          return code.plus(context.random("noise", Random.Distribution.NORMAL, code.shape()));
        });
    encoder(
        "treats a sample alike",
        (x, context) -> {
          Tensor code = code(x, context);
          return code.minus(code.mean(List.of(0)));
        });
    // The derivative of the root is infinite there
    encoder(
        "training lowers the loss on reference", (x, context) -> code(x, context).times(0).sqrt());
    EncoderProvider fickle =
        new EncoderProvider() {
          @Override
          public String id() {
            return "wrong";
          }

          @Override
          public Encoder create(Options options) {
            return (samples, context) -> {
              Tensor code = code(samples, context);
              float[] shift = {0};
              return () -> code.plus(shift[0]++);
            };
          }
        };
    mutants.add(
        new Mutant("wrong: a saved model gives the same codes on reference", suite(fickle)));
  }

  private void decoders() {
    float[] shift = {0};
    DecoderProvider provider =
        new DecoderProvider() {
          @Override
          public String id() {
            return "wrong";
          }

          @Override
          public Decoder create(Options options) {
            return (latent, context) ->
                dense(latent.code(), context.sampleShape().sampleElements(), context)
                    .reshape(context.sampleShape().batched())
                    .plus(shift[0]++);
          }
        };
    mutants.add(
        new Mutant("wrong: a saved model gives the same codes on reference", suite(provider)));
    mutants.add(new Mutant("wrong: builds the same graph", suite(provider)));
  }

  private void corruption(String noticedBy, Corruption wrong) {
    CorruptionProvider provider =
        new CorruptionProvider() {
          @Override
          public String id() {
            return "wrong";
          }

          @Override
          public Corruption create(Options options) {
            return wrong;
          }
        };
    mutants.add(new Mutant("wrong: " + noticedBy, suite(provider)));
  }

  private void blindSpots() {
    String shows = "does not show what it hides";
    Tensor some = Tensor.scalar(0.3f);
    corruption(shows, blindSpot(draw -> draw.lessThan(some), samples -> samples.plus(0.1f)));
    corruption(shows, blindSpot(draw -> draw.lessThan(some).times(2), samples -> samples.times(0)));
    corruption(shows, blindSpot(draw -> draw.times(0).plus(1), samples -> samples.times(0)));
  }

  private static BlindSpot blindSpot(
      UnaryOperator<Tensor> hidden, UnaryOperator<Tensor> replacement) {
    return new BlindSpot() {
      @Override
      public Tensor hidden(Tensor samples, BuildContext context) {
        return hidden.apply(context.random("draw", Random.Distribution.UNIFORM, samples.shape()));
      }

      @Override
      public Tensor replacement(Tensor samples, BuildContext context) {
        return replacement.apply(samples);
      }
    };
  }

  private void corruptions() {
    String changes = "changes samples";
    corruption(changes, (samples, context) -> samples);
    corruption(changes, (samples, context) -> samples.slice(1, 0, 1));
    corruption(changes, (samples, context) -> samples.minus(1).log());
    java.util.Random random = new java.util.Random(1);
    corruption(
        "builds the same graph", (samples, context) -> samples.plus(random.nextFloat() * 0.1f));
    corruption(
        "training lowers the loss on reference", (samples, context) -> samples.minus(2).log());
  }

  private void optimizer(String noticedBy, Supplier<Optimizer> wrong) {
    OptimizerProvider provider =
        new OptimizerProvider() {
          @Override
          public String id() {
            return "wrong";
          }

          @Override
          public Optimizer create(Options options) {
            return wrong.get();
          }
        };
    mutants.add(new Mutant("wrong: " + noticedBy, suite(provider)));
  }

  private void optimizers() {
    optimizer("follows the gradient", () -> (p, gradient, c) -> p.plus(gradient.times(0.01f)));
    optimizer("follows the gradient", () -> (p, gradient, c) -> p.minus(gradient.times(3)));
    optimizer(
        "stays finite",
        () ->
            (p, gradient, context) -> {
              Tensor square = context.slot("square", s -> s.times(0.9f).plus(gradient.square()));
              return p.minus(gradient.dividedBy(square.sqrt()).times(0.001f));
            });
    optimizer(
        "moves a parameter alike",
        () -> {
          int[] parameters = {0};
          return (p, gradient, context) -> p.minus(gradient.times(0.01f * ++parameters[0]));
        });
    float[] rate = {0};
    optimizer(
        "builds the same graph",
        () -> (p, gradient, context) -> p.minus(gradient.times(rate[0] += 0.001f)));
    optimizer(
        "training lowers the loss on reference",
        () -> (p, gradient, context) -> p.plus(gradient.times(0.01f)));
  }

  /** Trains by the gradient, somehow wrongly. */
  private interface WrongTrainer {
    TrainedModel train(
        TrainerContext context, ModelSpec spec, Dataset data, TrainingListener listener);
  }

  private static TrainedModel gradient(
      TrainerContext context, ModelSpec spec, Dataset data, TrainingListener listener) {
    GradientTrainerProvider provider = new GradientTrainerProvider();
    Options options = provider.options().parse("gradient", Map.of());
    return provider.create(context, options).train(spec, data, listener);
  }

  private static TrainerContext with(TrainerContext context, TrainingOptions.Setting setting) {
    return new TrainerContext(
        context.backend(), context.catalog(), setting.applyTo(context.options()));
  }

  private void schedule(String noticedBy, Schedule wrong) {
    ScheduleProvider provider =
        new ScheduleProvider() {
          @Override
          public String id() {
            return "wrong";
          }

          @Override
          public Schedule create(Options options) {
            return wrong;
          }
        };
    mutants.add(new Mutant("wrong: " + noticedBy, suite(provider)));
  }

  private void schedules() {
    schedule("gives finite factors", progress -> 1.0 / progress.step());
    schedule("gives finite factors", progress -> progress.history().isEmpty() ? 1 : -1);
    int[] asked = {0};
    schedule("depends on nothing but", progress -> 1.0 / ++asked[0]);
    schedule("training lowers the loss on reference", progress -> 1e5);
  }

  private void trainer(String noticedBy, WrongTrainer wrong) {
    TrainerProvider provider =
        new TrainerProvider() {
          @Override
          public String id() {
            return "wrong";
          }

          @Override
          public Trainer create(TrainerContext context, Options options) {
            return (spec, data, listener) -> wrong.train(context, spec, data, listener);
          }
        };
    mutants.add(new Mutant("wrong: " + noticedBy, suite(provider)));
  }

  private void trainers() {
    int[] seed = {0};
    trainer(
        "trains the same model",
        (c, s, d, l) -> gradient(with(c, TrainingOptions.seed(seed[0]++)), s, d, l));
    trainer(
        "trains another model",
        (c, s, d, l) -> gradient(with(c, TrainingOptions.seed(1)), s, d, l));
    trainer(
        "ends when its thread is interrupted",
        (c, s, d, l) ->
            gradient(
                c,
                s,
                d,
                new TrainingListener() {
                  @Override
                  public void onBatch(int epoch, int batch, float loss) {
                    l.onBatch(epoch, batch, loss);
                    Thread.interrupted();
                  }
                }));
    trainer(
        "makes the model asked for",
        (c, s, d, l) ->
            gradient(
                c,
                new ModelSpec(
                    s.sampleShape(),
                    s.encoder(),
                    OptionalInt.of(1),
                    s.decoder(),
                    s.loss(),
                    s.corruptions()),
                d,
                l));
    trainer("tells the listener", (c, s, d, l) -> gradient(c, s, d, TrainingListener.NONE));
    trainer(
        "tells the listener",
        (c, s, d, l) -> {
          l.onBatch(1, 1, 0);
          return gradient(c, s, d, l);
        });
    trainer(
        "computes the loss of validation data",
        (c, s, d, l) ->
            gradient(
                new TrainerContext(
                    c.backend(), c.catalog(), TrainingOptions.of(TrainingOptions.epochs(2))),
                s,
                d,
                l));
    trainer(
        "trains alike on data",
        (c, s, d, l) -> gradient(c, s, Dataset.of(d.name(), d.inMemory().orElseThrow()), l));
    trainer(
        "takes batches of any size",
        (c, s, d, l) -> {
          Objects.checkIndex(c.options().batchSize(), d.size() + 1);
          return gradient(c, s, d, l);
        });
    trainer(
        "leaves the backend open",
        (c, s, d, l) -> {
          c.backend().compile(Program.builder().output("one", Tensor.scalar(1)).build());
          return gradient(c, s, d, l);
        });
    trainer(
        "leaves the backend open",
        (c, s, d, l) -> {
          c.backend().close();
          return gradient(c, s, d, l);
        });
    trainer(
        "refuses samples",
        (c, s, d, l) -> {
          try {
            return gradient(c, s, d, l);
          } catch (DataException e) {
            return gradient(c, s, SampleData.dataset(s.sampleShape()), l);
          }
        });
    trainer(
        "stops where the loss is no number",
        (c, s, d, l) -> gradient(c, s, SampleData.dataset(s.sampleShape()), l));
    trainer(
        "makes a model that reconstructs better",
        (c, s, d, l) -> gradient(with(c, TrainingOptions.epochs(0)), s, d, l));
    trainer(
        "training lowers the loss on reference",
        (c, s, d, l) -> gradient(with(c, TrainingOptions.epochs(1)), s, d, l));
  }

  /** A data set of which a part can be replaced. */
  private static class Samples implements Dataset {
    final TensorData samples = SampleData.samples(Shape.of(2), 9);
    final Dataset data = Dataset.of("samples", samples);

    @Override
    public String name() {
      return data.name();
    }

    @Override
    public int size() {
      return data.size();
    }

    @Override
    public Shape sampleShape() {
      return data.sampleShape();
    }

    @Override
    public void copyRows(int[] rows, int from, int count, float[] destination) {
      data.copyRows(rows, from, count, destination);
    }

    @Override
    public String checksum() {
      return data.checksum();
    }
  }

  private void dataset(String noticedBy, Supplier<Dataset> wrong) {
    DatasetProvider provider =
        new DatasetProvider() {
          @Override
          public String id() {
            return "wrong";
          }

          @Override
          public Dataset open(Options options) {
            return wrong.get();
          }
        };
    mutants.add(new Mutant("wrong: " + noticedBy, suite(provider)));
  }

  private void datasets() {
    dataset(
        "has a name",
        () ->
            new Samples() {
              @Override
              public String name() {
                return "";
              }
            });
    dataset("has a name", () -> Dataset.of("none", SampleData.samples(Shape.of(2), 0)));
    dataset(
        "copies any samples",
        () ->
            new Samples() {
              @Override
              public void copyRows(int[] rows, int from, int count, float[] destination) {
                data.copyRows(rows, 0, count, destination);
              }
            });
    dataset(
        "copies any samples",
        () ->
            new Samples() {
              @Override
              public void copyRows(int[] rows, int from, int count, float[] destination) {
                Arrays.fill(destination, 0);
                data.copyRows(rows, from, count, destination);
              }
            });
    dataset(
        "has the same samples in memory",
        () ->
            new Samples() {
              @Override
              public Optional<TensorData> inMemory() {
                return Optional.of(TensorData.zeros(samples.shape()));
              }
            });
    dataset(
        "has a class for each sample",
        () ->
            new Samples() {
              @Override
              public Optional<int[]> labels() {
                return Optional.of(new int[1]);
              }
            });
    TensorData missing = SampleData.samples(Shape.of(2), 9);
    missing.values()[7] = Float.NaN;
    dataset("has finite numbers", () -> Dataset.of("missing", missing));
    dataset(
        "has the checksum",
        () ->
            new Samples() {
              @Override
              public String checksum() {
                return "unknown";
              }
            });
    int[] calls = {0};
    dataset(
        "is the same each time",
        () -> {
          TensorData drifting = SampleData.samples(Shape.of(2), 9);
          drifting.values()[0] = calls[0]++;
          return Dataset.of("drifting", drifting);
        });
    dataset(
        "is read by several threads",
        () ->
            new Samples() {
              private final AtomicBoolean busy = new AtomicBoolean();

              @Override
              public void copyRows(int[] rows, int from, int count, float[] destination) {
                if (!busy.compareAndSet(false, true)) {
                  throw new ConcurrentModificationException("the file is being read");
                }
                for (int i = 0; i < 1000; i++) {
                  Thread.onSpinWait();
                }
                data.copyRows(rows, from, count, destination);
                busy.set(false);
              }
            });
  }
}
