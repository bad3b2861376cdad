package dev.ae4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShapeTest {
  private static final Shape BATCH = Shape.batchOf(3, 5);

  @Test
  void knowsItsAxes() {
    assertThat(Shape.scalar().rank()).isZero();
    assertThat(Shape.of(7, 13).rank()).isEqualTo(2);
    assertThat(Shape.of(7, 13).size(1)).isEqualTo(13);
    assertThat(BATCH.rank()).isEqualTo(3);
    assertThat(BATCH.isBatched()).isTrue();
    assertThat(BATCH.size(2)).isEqualTo(5);
    assertThat(BATCH.sampleSizes()).containsExactly(3, 5);
    assertThat(BATCH.sampleElements()).isEqualTo(15);
    assertThat(Shape.scalar().sampleElements()).isEqualTo(1);
    assertThat(Shape.of(3, 0).sampleElements()).isZero();
  }

  @Test
  void theBatchHasNoSizeYet() {
    assertThatThrownBy(() -> BATCH.size(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> BATCH.size(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(BATCH.isOne(0)).isFalse();
    assertThat(BATCH.withBatch(1)).isEqualTo(Shape.of(1, 3, 5));
    assertThat(BATCH.withBatch(0)).isEqualTo(Shape.of(0, 3, 5));
    assertThat(Shape.of(2).withBatch(7)).isEqualTo(Shape.of(2));
  }

  @Test
  void gainsAndLosesItsBatch() {
    assertThat(BATCH.sample()).isEqualTo(Shape.of(3, 5));
    assertThat(Shape.of(3, 5).sample()).isEqualTo(Shape.of(3, 5));
    assertThat(Shape.of(3, 5).batched()).isEqualTo(BATCH);
    assertThatThrownBy(BATCH::batched).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void impossibleSizesAreRefused() {
    assertThatThrownBy(() -> Shape.of(3, -1))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("-1");
    assertThatThrownBy(() -> Shape.of(65536, 65536)).isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> Shape.batchOf(65536, 32768)).isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> Shape.batchOf(65536).withBatch(32768))
        .isInstanceOf(ShapeException.class);
    assertThat(Shape.of(Integer.MAX_VALUE).sampleElements()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void doesNotShareTheArrayOfItsSizes() {
    int[] sizes = {2, 3};
    Shape shape = Shape.of(sizes);
    sizes[0] = 99;
    shape.sampleSizes()[1] = 99;
    assertThat(shape).isEqualTo(Shape.of(2, 3));
  }

  @Test
  void broadcastsFromTheLastAxis() {
    assertThat(Shape.of(3, 1).broadcastWith(Shape.of(5))).contains(Shape.of(3, 5));
    assertThat(Shape.of(7, 1, 5).broadcastWith(Shape.of(3, 1))).contains(Shape.of(7, 3, 5));
    assertThat(Shape.scalar().broadcastWith(Shape.of(2))).contains(Shape.of(2));
    assertThat(Shape.of(1).broadcastWith(Shape.of(0))).contains(Shape.of(0));
    assertThat(Shape.of(3).broadcastWith(Shape.of(5))).isEmpty();
    assertThat(Shape.of(0).broadcastWith(Shape.of(5))).isEmpty();
  }

  @Test
  void aBatchMeetsBatchesOnesAndShorterShapes() {
    assertThat(BATCH.broadcastWith(BATCH)).contains(BATCH);
    assertThat(BATCH.broadcastWith(Shape.of(5))).contains(BATCH);
    assertThat(Shape.of(1, 3, 5).broadcastWith(BATCH)).contains(BATCH);
    assertThat(Shape.of(7, 3, 5).broadcastWith(BATCH)).isEmpty();
    assertThat(Shape.batchOf().broadcastWith(Shape.batchOf())).contains(Shape.batchOf());
    // The batch would become another axis than the first
    assertThat(Shape.batchOf().broadcastWith(Shape.batchOf(1))).isEmpty();
    assertThat(Shape.batchOf().broadcastWith(Shape.of(2, 1))).isEmpty();
    assertThat(Shape.batchOf(3).broadcastWith(Shape.of(2, 1, 3))).isEmpty();
  }

  @Test
  void dropsAndResizesAxes() {
    assertThat(BATCH.without(List.of(0))).isEqualTo(Shape.of(3, 5));
    assertThat(BATCH.without(List.of(1, 2))).isEqualTo(Shape.batchOf());
    assertThat(BATCH.withSize(2, 7)).isEqualTo(Shape.batchOf(3, 7));
    assertThat(Shape.of(2, 3).withSize(0, 0)).isEqualTo(Shape.of(0, 3));
    assertThatThrownBy(() -> BATCH.without(List.of(3))).isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> BATCH.withSize(0, 7)).isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> BATCH.withSize(1, -1)).isInstanceOf(ShapeException.class);
  }

  @Test
  void comparesSizesAndAxes() {
    assertThat(BATCH.sameSize(0, Shape.batchOf(), 0)).isTrue();
    assertThat(BATCH.sameSize(0, Shape.of(7), 0)).isFalse();
    assertThat(BATCH.sameSize(2, Shape.of(5), 0)).isTrue();
  }

  @Test
  void equalsBySizes() {
    assertThat(Shape.of(2, 3)).isEqualTo(Shape.of(2, 3)).hasSameHashCodeAs(Shape.of(2, 3));
    assertThat(Shape.of(3)).isNotEqualTo(Shape.batchOf(3)).isNotEqualTo(Shape.of(3, 1));
  }

  @Test
  void printsTheBatchAsN() {
    assertThat(Shape.scalar()).hasToString("[]");
    assertThat(Shape.of(7, 13)).hasToString("[7, 13]");
    assertThat(Shape.batchOf()).hasToString("[N]");
    assertThat(BATCH).hasToString("[N, 3, 5]");
  }
}
