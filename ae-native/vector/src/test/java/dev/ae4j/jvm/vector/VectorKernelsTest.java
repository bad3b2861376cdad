package dev.ae4j.jvm.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ae4j.graph.op.BinaryKind;
import dev.ae4j.graph.op.CompareKind;
import dev.ae4j.graph.op.UnaryKind;
import dev.ae4j.jvm.kernel.KernelSelection;
import dev.ae4j.jvm.kernel.Kernels;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vector kernels return the bits of the scalar ones. */
class VectorKernelsTest {
  private final Comparison comparison = new Comparison(new VectorKernels());

  @Test
  void theseTestsRunOnVectors() {
    assertThat(new VectorKernels().name())
        .isEqualTo("vector-" + Species.FLOATS.vectorBitSize())
        .matches("vector-(128|256|512)");
  }

  @Test
  void theServiceOffersThem() {
    KernelSelection selection = KernelSelection.select("vector");
    assertThat(selection.kernels()).isInstanceOf(VectorKernels.class);
    assertThat(selection.description())
        .isEqualTo("Kernels: " + selection.kernels().name() + " (asked for by name)");
  }

  @Test
  void theyAreTheFirstChoice() {
    Kernels chosen = KernelSelection.select("auto").kernels();
    assertThat(chosen.name()).isEqualTo(new VectorKernels().name());
  }

  @ParameterizedTest
  @EnumSource
  void unary(UnaryKind kind) {
    comparison.unary(kind);
  }

  @ParameterizedTest
  @EnumSource
  void binary(BinaryKind kind) {
    comparison.binary(kind);
  }

  @ParameterizedTest
  @EnumSource
  void compare(CompareKind kind) {
    comparison.compare(kind);
  }

  @ParameterizedTest
  @EnumSource
  void choose(CompareKind kind) {
    comparison.choose(kind);
  }

  @Test
  void chains() {
    comparison.chains();
  }

  @Test
  void select() {
    comparison.select();
  }

  @Test
  void reductions() {
    comparison.reductions();
  }

  @Test
  void dots() {
    comparison.dots();
  }

  @Test
  void indirectProducts() {
    comparison.indirectProducts();
  }

  @Test
  void pooling() {
    comparison.pooling();
  }

  @Test
  void random() {
    comparison.random();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void products(int threads) {
    comparison.products(threads);
  }

  /** The width is fixed per JVM, so every width gets one. */
  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void everyWidth(int bits) throws IOException, InterruptedException {
    if (bits == Species.FLOATS.vectorBitSize()) {
      return;
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--add-modules=jdk.incubator.vector");
    // Vectors wider than the processor's are objects; that is slow, and must still be right.
    command.add("-D" + KernelSelection.WIDTH_SETTING + "=" + bits);
    command.add("-cp");
    command.add(
        String.join(
            File.pathSeparator,
            location(Comparison.class),
            location(VectorKernels.class),
            location(Kernels.class),
            location(UnaryKind.class)));
    command.add(Comparison.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("vector-" + bits);
  }

  /** The folder or jar of a class file; for a test, that is not where its module is. */
  private static String location(Class<?> type) {
    String file = type.getName().replace('.', '/') + ".class";
    String url = type.getResource("/" + file).toString();
    String place = url.substring(0, url.length() - file.length() - 1);
    String path = place.endsWith("!") ? place.substring(4, place.length() - 1) : place;
    return Path.of(URI.create(path)).toString();
  }
}
