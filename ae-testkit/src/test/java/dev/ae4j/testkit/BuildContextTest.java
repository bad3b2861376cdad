package dev.ae4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.graph.op.Random;
import dev.ae4j.graph.op.Random.Distribution;
import dev.ae4j.model.BuildContext;
import dev.ae4j.model.Initializers;
import dev.ae4j.model.ParameterDeclaration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class BuildContextTest {
  private final BuildContext root =
      BuildContext.root(Shape.of(28, 28), OptionalInt.of(32), BuildContext.Mode.TRAINING);

  private static Tensor kernel(BuildContext context) {
    return context.parameter("kernel", Shape.of(2, 3), Initializers.glorotUniform());
  }

  @Test
  void tellsWhatIsBuilt() {
    assertThat(root.sampleShape()).isEqualTo(Shape.of(28, 28));
    assertThat(root.codeSize()).hasValue(32);
    assertThat(root.mode()).isEqualTo(BuildContext.Mode.TRAINING);
    root.layer(
        "inner",
        inner -> {
          assertThat(inner.sampleShape()).isEqualTo(root.sampleShape());
          assertThat(inner.codeSize()).isEqualTo(root.codeSize());
          assertThat(inner.mode()).isEqualTo(root.mode());
          return inner;
        });
  }

  @Test
  void namesArePaths() {
    Tensor tensor =
        root.plugin("encoder", "dense", e -> e.layer("dense-1", BuildContextTest::kernel));
    assertThat(tensor.operation())
        .isEqualTo(new Parameter("encoder/dense-1/kernel", Shape.of(2, 3)));
    assertThat(kernel(root).operation().name()).isEqualTo("kernel");
  }

  @Test
  void declarationsComeInOrderAndOnce() {
    root.layer("b", BuildContextTest::kernel);
    root.layer("a", BuildContextTest::kernel);
    root.layer("b", BuildContextTest::kernel);
    assertThat(root.declarations())
        .extracting(ParameterDeclaration::name)
        .containsExactly("b/kernel", "a/kernel");
    root.declarations().clear();
    assertThat(root.declarations()).hasSize(2);
  }

  @Test
  void oneNameIsOneTensor() {
    Tensor first = root.layer("tied", BuildContextTest::kernel);
    assertThat(root.layer("tied", BuildContextTest::kernel)).isSameAs(first);
    assertThat(root.layer("other", BuildContextTest::kernel)).isNotSameAs(first);
  }

  @Test
  void sharedWeightsHaveOneShape() {
    kernel(root);
    assertThatThrownBy(() -> root.parameter("kernel", Shape.of(3, 2), Initializers.zeros()))
        .isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("kernel", "[2, 3]", "[3, 2]");
  }

  @Test
  void theFirstInitializerStays() {
    root.parameter("bias", Shape.of(2), Initializers.constant(1));
    root.parameter("bias", Shape.of(2), Initializers.constant(2));
    assertThat(root.declarations().get(0).initialValue(0).values()).containsExactly(1, 1);
  }

  private static Tensor counter(BuildContext context) {
    return context.state("count", Shape.scalar(), Initializers.zeros(), n -> n.plus(1));
  }

  @Test
  void stateChangesInTrainingOnly() {
    Tensor count = counter(root);
    ParameterDeclaration declared = root.declarations().get(0);
    assertThat(declared.tensor()).isSameAs(count);
    assertThat(declared.isTrained()).isFalse();
    assertThat(declared.next()).isNotSameAs(count);
    BuildContext inference =
        BuildContext.root(Shape.of(1), OptionalInt.empty(), BuildContext.Mode.INFERENCE);
    Tensor same = counter(inference);
    assertThat(inference.declarations().get(0).next()).isSameAs(same);
    kernel(root);
    assertThat(root.declarations().get(1).isTrained()).isTrue();
  }

  @Test
  void changesOfSharedStateFollowEachOther() {
    assertThat(counter(root)).isSameAs(counter(root));
    Tensor next = root.declarations().get(0).next();
    assertThat(next).isNotNull();
    float value = Runs.once(new ReferenceBackend(), next).values()[0];
    assertThat(value).isEqualTo(2);
    assertThat(root.declarations()).hasSize(1);
  }

  @Test
  void stateIsNoParameter() {
    kernel(root);
    counter(root);
    assertThatThrownBy(
            () -> root.state("kernel", Shape.of(2, 3), Initializers.zeros(), next -> next))
        .isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("state kernel", "exists as parameter");
    assertThatThrownBy(() -> root.parameter("count", Shape.scalar(), Initializers.zeros()))
        .isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("parameter count", "exists as state");
    assertThatThrownBy(() -> root.state("count", Shape.of(2), Initializers.zeros(), next -> next))
        .isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("[2]", "[]");
  }

  @Test
  void randomNumbersHaveStreamsOfTheirOwn() {
    Random one = random(root, "one");
    Random other = random(root, "two");
    Random inner = root.layer("layer", layer -> random(layer, "one"));
    assertThat(one.stream()).isNotEqualTo(other.stream()).isNotEqualTo(inner.stream());
    assertThat(one.distribution()).isEqualTo(Distribution.NORMAL);
    assertThat(one.shape()).isEqualTo(Shape.batchOf(3));
  }

  @Test
  void streamsDependOnTheNameAlone() {
    BuildContext other =
        BuildContext.root(Shape.of(1), OptionalInt.empty(), BuildContext.Mode.INFERENCE);
    random(other, "before");
    assertThat(random(other, "noise")).isEqualTo(random(root, "noise"));
  }

  @Test
  void aNameForRandomNumbersIsTakenOnce() {
    random(root, "noise");
    assertThatThrownBy(() -> random(root, "noise"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("noise");
  }

  @Test
  void namesThatWouldShareAStreamAreRefused() {
    // Both have the FNV-1a hash 5e4daa9d
    random(root, "costarring");
    assertThatThrownBy(() -> random(root, "liquid"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("costarring", "liquid", "Maybe");
  }

  private static Random random(BuildContext context, String name) {
    return (Random) context.random(name, Distribution.NORMAL, Shape.batchOf(3)).operation();
  }
}
