package dev.ae4j.apps;

import static dev.ae4j.Plugins.dense;
import static dev.ae4j.TrainingOptions.batchSize;
import static dev.ae4j.TrainingOptions.epochs;
import static dev.ae4j.TrainingOptions.seed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ae4j.Autoencoder;
import dev.ae4j.TrainedModel;
import dev.ae4j.TrainingOptions;
import dev.ae4j.data.TensorData;
import dev.ae4j.datasets.Mnist;
import dev.ae4j.graph.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The first Java snippet of the README is the code between the marks here, and it works. */
class ReadmeTest {
  private static final Path MODULE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();

  @Test
  void theFirstSnippetWorks() {
    TensorData images = Mnist.test().inMemory().orElseThrow();
    // snippet begins
    var autoencoder =
        Autoencoder.builder().input(784).encoder(dense(32)).decoder(dense()).loss("mse").build();
    try (TrainedModel model =
        autoencoder.fit(Mnist.train(), TrainingOptions.of(epochs(10), batchSize(256), seed(1)))) {
      TensorData codes = model.encode(images); // [n, 32]
      TensorData reconstruction = model.decode(codes); // [n, 784]
      // snippet ends
      assertThat(codes.shape()).isEqualTo(Shape.of(10_000, 32));
      assertThat(meanSquaredError(images, reconstruction)).isLessThan(0.0215);
    }
  }

  private static double meanSquaredError(TensorData a, TensorData b) {
    double sum = 0;
    for (int i = 0; i < a.values().length; i++) {
      double difference = a.values()[i] - b.values()[i];
      sum += difference * difference;
    }
    return sum / a.values().length;
  }

  @Test
  void theFirstSnippetIsTheOneTested() throws IOException {
    String readme = Files.readString(MODULE.getParent().resolve("README.md"), UTF_8);
    String fence = "```java\n";
    int start = readme.indexOf(fence) + fence.length();
    String snippet = readme.substring(start, readme.indexOf("```", start));

    Path source = MODULE.resolve("src/test/java/dev/ae4j/apps/ReadmeTest.java");
    String test = Files.readString(source, UTF_8);
    String begin = "    // snippet begins\n";
    String end = "      // snippet ends\n";
    String body = test.substring(test.indexOf(begin) + begin.length(), test.indexOf(end));
    assertThat(snippet).isEqualTo(body.stripTrailing().stripIndent() + "\n}\n");
  }
}
