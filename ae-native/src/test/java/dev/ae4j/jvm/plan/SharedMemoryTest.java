package dev.ae4j.jvm.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ae4j.jvm.step.Buffer;
import org.junit.jupiter.api.Test;

class SharedMemoryTest {
  private final SharedMemory memory = new SharedMemory();

  @Test
  void reusesTheSmallestBufferThatIsLargeEnough() {
    Buffer large = memory.take(100);
    Buffer small = memory.take(10);
    memory.giveBack(large);
    memory.giveBack(small);
    assertThat(memory.take(9)).isSameAs(small);
    assertThat(memory.take(9)).isSameAs(large);
    assertThat(memory.take(9)).isNotSameAs(small).isNotSameAs(large);
  }

  @Test
  void growsTheLargestBufferIfNoneIsLargeEnough() {
    Buffer large = memory.take(100);
    Buffer small = memory.take(10);
    memory.giveBack(small);
    memory.giveBack(large);
    assertThat(memory.take(1000)).isSameAs(large);
    memory.allocate();
    assertThat(large.array()).hasSize(1000);
    assertThat(small.array()).hasSize(10);
  }

  @Test
  void leavesOtherBuffersAlone() {
    Buffer other = new Buffer(new float[5]);
    memory.giveBack(other);
    assertThat(memory.take(5)).isNotSameAs(other);
  }
}
