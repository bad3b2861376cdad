package dev.ae4j.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.jvm.kernel.ScalarKernels;
import dev.ae4j.jvm.kernel.ThreadTeam;
import dev.ae4j.jvm.plan.ParameterValues;
import dev.ae4j.jvm.plan.Plan;
import dev.ae4j.jvm.plan.Planner;
import dev.ae4j.jvm.step.Engine;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlanPoolTest {
  private static final Program PROGRAM =
      Program.builder().output("y", Tensor.input("x", Shape.batchOf(3)).exp()).build();

  private final PlanPool pool =
      new PlanPool(
          new Planner(
              PROGRAM,
              new ParameterValues(List.of()),
              new Engine(new ScalarKernels(), new ThreadTeam(1)),
              true));

  private Plan use(int batchSize) {
    Plan plan = pool.take(batchSize);
    assertThat(plan.batchSize()).isEqualTo(batchSize);
    pool.giveBack(plan);
    return plan;
  }

  @Test
  void keepsAsManyPlansAsWereInUseAtOnce() {
    Plan first = pool.take(5);
    Plan second = pool.take(5);
    assertThat(second).isNotSameAs(first);
    pool.giveBack(first);
    pool.giveBack(second);
    assertThat(List.of(pool.take(5), pool.take(5))).containsExactlyInAnyOrder(first, second);
  }

  @Test
  void makesOnePlanForCallersThatTakeTurns() {
    assertThat(Stream.generate(() -> use(5)).limit(20).distinct()).hasSize(1);
  }

  @Test
  void forgetsTheBatchSizeThatWasNotUsedForTheLongestTime() {
    Plan one = use(1);
    Plan two = use(2);
    use(3);
    use(4);
    assertThat(use(1)).isSameAs(one);
    use(5);
    assertThat(use(1)).isSameAs(one);
    assertThat(use(2)).isNotSameAs(two);
  }

  @Test
  void letsAPlanGoThatComesBackTooLate() {
    Plan one = pool.take(1);
    for (int size = 2; size < 6; size++) {
      use(size);
    }
    pool.giveBack(one);
    assertThat(pool.take(1)).isNotSameAs(one);
  }
}
