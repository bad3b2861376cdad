package dev.ae4j.apps;

import dev.ae4j.data.TensorData;
import dev.ae4j.datasets.ImageFile;
import dev.ae4j.datasets.Wav;
import dev.ae4j.graph.Shape;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.spi.CorruptionProvider;
import dev.ae4j.spi.DatasetProvider;
import dev.ae4j.spi.DecoderProvider;
import dev.ae4j.spi.EncoderProvider;
import dev.ae4j.spi.LossProvider;
import dev.ae4j.spi.OptimizerProvider;
import dev.ae4j.spi.Provider;
import dev.ae4j.spi.ScheduleProvider;
import dev.ae4j.spi.TrainerProvider;
import dev.ae4j.spi.backend.BackendProvider;
import dev.ae4j.testkit.plugin.CorruptionConformance;
import dev.ae4j.testkit.plugin.DatasetConformance;
import dev.ae4j.testkit.plugin.DecoderConformance;
import dev.ae4j.testkit.plugin.EncoderConformance;
import dev.ae4j.testkit.plugin.LossConformance;
import dev.ae4j.testkit.plugin.OptimizerConformance;
import dev.ae4j.testkit.plugin.PluginConformance;
import dev.ae4j.testkit.plugin.ScheduleConformance;
import dev.ae4j.testkit.plugin.TrainerConformance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every plug-in that AE4J brings does what third parties' must, on every backend. */
class BuiltInPluginsTest {
  /** Options to test beside the defaults, by kind and id. */
  private static final Map<String, List<String>> VARIANTS =
      Map.ofEntries(
          Map.entry(
              "encoder dense",
              List.of(
                  "dense:units=5x4,activation=elu,initializer=orthogonal",
                  "dense:units=5,activation=tanh,dropout=0.2,batch-norm=true")),
          Map.entry(
              "decoder dense",
              List.of(
                  "dense:units=4x5,output-activation=linear",
                  "dense:units=5,activation=tanh,dropout=0.2,batch-norm=true")),
          Map.entry(
              "encoder conv",
              List.of("conv:filters=4x3,down=stride,activation=tanh,dropout=0.2,batch-norm=true")),
          Map.entry(
              "decoder conv",
              List.of(
                  "conv:filters=3x4,up=transposed,activation=tanh,dropout=0.2,batch-norm=true")),
          Map.entry("loss huber", List.of("huber:delta=0.05")),
          Map.entry("corruption masking", List.of("masking:probability=0.5")),
          Map.entry(
              "corruption augment",
              List.of(
                  "augment:shift=0,rotate=180,zoom=0.9,flip=true",
                  "augment:shift=0.5,zoom=0.2,flip=true,target=false")),
          Map.entry("corruption blind-spot", List.of("blind-spot:distance=4")),
          Map.entry("corruption gaussian", List.of("gaussian:sigma=0.1,clip=false")),
          Map.entry("optimizer sgd", List.of("sgd:momentum=0.9,nesterov=true")),
          Map.entry("trainer fine-tune", List.of("fine-tune:pretraining=0,corruption=true")),
          Map.entry("dataset mnist", List.of("mnist:test")));

  /** Losses that look at the code or the parameters alone. */
  private static final Set<String> PENALTIES =
      Set.of("contractive", "kl", "kl-sparsity", "l1", "l1-activity", "l2", "rate");

  /** Encoders for losses that not every code fits. */
  private static final Map<String, String> ENCODERS =
      Map.of("kl-sparsity", "dense:code-activation=sigmoid", "kl", "variational");

  /** Files for data sets that need a path and what else to say of them. */
  private static final Map<String, String> FILES =
      Map.of(
          "audio", "sound.wav,frame=4",
          "csv", "table.csv,label=y",
          "images", "image.png,tile=4,stride=2");

  @TempDir static Path folder;

  @BeforeAll
  static void writeFiles() throws IOException {
    Files.writeString(folder.resolve("table.csv"), "x,c,y\n1,a,1\n2,b,0\n,a,0\n");
    float[] ramp = new float[9 * 7];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = i / 255f;
    }
    ImageFile.write(folder.resolve("image.png"), TensorData.of(ramp, 9, 7));
    Wav.write(folder.resolve("sound.wav"), new Wav.Sound(TensorData.of(ramp, 63, 1), 8000, 16));
  }

  private static List<String> variants(String kind, String id) {
    return VARIANTS.getOrDefault(kind + " " + id, List.of());
  }

  /** Convolutions and augmentation take images only. */
  private static List<Shape> sampleShapes(String id, List<Shape> any) {
    return id.endsWith("conv") || id.equals("augment") || id.equals("blind-spot")
        ? List.of(Shape.of(4, 4), Shape.of(5, 3, 2))
        : any;
  }

  @TestFactory
  Stream<DynamicContainer> builtIns() {
    ProviderCatalog catalog = ProviderCatalog.load();
    return ProviderCatalog.KINDS.stream()
        .filter(kind -> kind != BackendProvider.class)
        .flatMap(
            kind ->
                catalog.all(kind).stream()
                    .map(
                        provider ->
                            DynamicContainer.dynamicContainer(
                                ProviderCatalog.nameOf(kind) + " " + provider.id(),
                                suite(kind, provider.id()).conformance())));
  }

  private static PluginConformance<?> suite(Class<? extends Provider> kind, String id) {
    if (kind == EncoderProvider.class) {
      return new EncoderConformance(id) {
        @Override
        protected List<String> variants() {
          return BuiltInPluginsTest.variants("encoder", id);
        }

        @Override
        protected List<Shape> sampleShapes() {
          return BuiltInPluginsTest.sampleShapes(id, super.sampleShapes());
        }
      };
    } else if (kind == DecoderProvider.class) {
      return new DecoderConformance(id) {
        @Override
        protected List<String> variants() {
          return BuiltInPluginsTest.variants("decoder", id);
        }

        @Override
        protected List<Shape> sampleShapes() {
          return BuiltInPluginsTest.sampleShapes(id, super.sampleShapes());
        }
      };
    } else if (kind == LossProvider.class) {
      return new LossConformance(id) {
        @Override
        protected List<String> variants() {
          return BuiltInPluginsTest.variants("loss", id);
        }

        @Override
        protected String encoder() {
          return ENCODERS.getOrDefault(id, super.encoder());
        }

        @Override
        protected boolean isPenalty() {
          return PENALTIES.contains(id);
        }

        @Override
        protected Map<String, String> knownGaps() {
          return id.equals("kl-sparsity")
              ? Map.of(
                  "kl-sparsity: is a mean over the samples", "it looks at means over the batch")
              : Map.of();
        }
      };
    } else if (kind == CorruptionProvider.class) {
      return new CorruptionConformance(id) {
        @Override
        protected List<String> variants() {
          return BuiltInPluginsTest.variants("corruption", id);
        }

        @Override
        protected List<Shape> sampleShapes() {
          return BuiltInPluginsTest.sampleShapes(id, super.sampleShapes());
        }
      };
    } else if (kind == OptimizerProvider.class) {
      return new OptimizerConformance(id) {
        @Override
        protected List<String> variants() {
          return BuiltInPluginsTest.variants("optimizer", id);
        }
      };
    } else if (kind == ScheduleProvider.class) {
      return new ScheduleConformance(id) {
        @Override
        protected List<String> variants() {
          return List.of(id + ":warm-up=2.5");
        }
      };
    } else if (kind == TrainerProvider.class) {
      return new TrainerConformance(id) {
        @Override
        protected List<String> variants() {
          return BuiltInPluginsTest.variants("trainer", id);
        }

        @Override
        protected long addedParameters() {
          // A softmax layer
          return id.equals("fine-tune") ? 3 * (codeSize().orElseThrow() + 1) : 0;
        }
      };
    } else if (kind == DatasetProvider.class) {
      return new DatasetConformance(id) {
        @Override
        protected boolean hasDefaults() {
          return !FILES.containsKey(id);
        }

        @Override
        protected List<String> variants() {
          return FILES.containsKey(id)
              ? List.of(id + ":path=" + folder.resolve(FILES.get(id)))
              : BuiltInPluginsTest.variants("dataset", id);
        }
      };
    }
    throw new IllegalArgumentException("There is no suite for a " + kind);
  }
}
