package dev.ae4j.apps;

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
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every plug-in that AE4J brings does what third parties' must, on every backend. */
class BuiltInPluginsTest {
  /** Options to test beside the defaults, by kind and id. */
  private static final Map<String, List<String>> VARIANTS =
      Map.of(
          "encoder dense",
              List.of(
                  "dense:units=5x4,activation=elu,initializer=orthogonal",
                  "dense:units=5,activation=tanh,dropout=0.2,batch-norm=true"),
          "decoder dense",
              List.of(
                  "dense:units=4x5,output-activation=linear",
                  "dense:units=5,activation=tanh,dropout=0.2,batch-norm=true"),
          "loss huber", List.of("huber:delta=0.05"),
          "corruption masking", List.of("masking:probability=0.5"),
          "corruption augment",
              List.of(
                  "augment:shift=0,rotate=180,zoom=0.9,flip=true",
                  "augment:shift=0.5,zoom=0.2,flip=true,target=false"),
          "optimizer sgd", List.of("sgd:momentum=0.9,nesterov=true"),
          "trainer fine-tune", List.of("fine-tune:pretraining=0,corruption=true"),
          "dataset mnist", List.of("mnist:test"));

  /** Data sets that cannot do without a file. */
  private static final Set<String> FILES = Set.of("audio", "csv", "images");

  @TempDir static Path folder;

  /** Losses that look at the code or the parameters alone. */
  private static final Set<String> PENALTIES =
      Set.of("contractive", "kl", "kl-sparsity", "l1", "l1-activity", "l2", "rate");

  /** Encoders for losses that not every code fits. */
  private static final Map<String, String> ENCODERS =
      Map.of("kl-sparsity", "dense:code-activation=sigmoid", "kl", "variational");

  private static List<String> variants(String kind, String id) {
    return VARIANTS.getOrDefault(kind + " " + id, List.of());
  }

  /** Convolutions and augmentation take images only. */
  private static List<Shape> sampleShapes(String id, List<Shape> any) {
    return id.endsWith("conv") || id.equals("augment")
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
        protected List<String> variants() {
          return FILES.contains(id) ? ofFiles(id) : BuiltInPluginsTest.variants("dataset", id);
        }

        @Override
        protected boolean hasDefaults() {
          return !FILES.contains(id);
        }
      };
    }
    throw new IllegalArgumentException("There is no suite for a " + kind);
  }

  /** Returns a data set of a little file. */
  private static List<String> ofFiles(String id) {
    Path file =
        folder.resolve(id + Map.of("audio", ".wav", "csv", ".csv", "images", ".png").get(id));
    try {
      switch (id) {
        case "audio" ->
            AudioSystem.write(
                new AudioInputStream(
                    new ByteArrayInputStream(new byte[800]),
                    new AudioFormat(8000, 16, 1, true, false),
                    400),
                AudioFileFormat.Type.WAVE,
                file.toFile());
        case "csv" -> Files.writeString(file, "x,c,y\n1,a,1\n2,b,0\n,a,0\n");
        default ->
            ImageIO.write(
                new BufferedImage(10, 7, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of(id + ":path=" + file + (id.equals("csv") ? ",label=y" : ""));
  }
}
