package dev.ae4j.apps.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.ae4j.DataException;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DataSourcesTest {
  /** Returns samples of ones that are in no memory. */
  private static Dataset ones(int size, int width) {
    return new Dataset() {
      @Override
      public String name() {
        return "ones";
      }

      @Override
      public int size() {
        return size;
      }

      @Override
      public Shape sampleShape() {
        return Shape.of(width);
      }

      @Override
      public void copyRows(int[] rows, int from, int count, float[] destination) {
        Arrays.fill(destination, 0, count * width, 1);
      }

      @Override
      public String checksum() {
        return "";
      }
    };
  }

  @Test
  void samplesAreCopiedIfTheyAreNotInMemory() {
    assertThat(DataSources.samples(ones(2, 3)))
        .isEqualTo(TensorData.of(new float[] {1, 1, 1, 1, 1, 1}, 2, 3));
  }

  @Test
  void moreThanMemoryHoldsIsOneClearLine() {
    assertThatThrownBy(() -> DataSources.samples(ones(Integer.MAX_VALUE, 1000)))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            "ones has 2147483647 samples of shape [1000], which take 8191999 MiB where all have to"
                + " be in memory, as here; the Java heap is ")
        .hasMessageEndingWith(" MiB. Maybe fewer samples");
  }

  @Test
  void whatTheHeapHasNoRoomForIsOneClearLineToo() {
    // Beside an array of that length the heap has room for nothing else, but there is something.
    long size = Runtime.getRuntime().maxMemory() / Float.BYTES - 1000;
    assumeThat(size).isLessThan(Integer.MAX_VALUE);
    assertThatThrownBy(() -> DataSources.samples(ones((int) size, 1)))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("ones has " + size + " samples of shape [1], which take ")
        .hasMessageContaining(". Maybe fewer samples, or AE_OPTS=-Xmx");
  }
}
