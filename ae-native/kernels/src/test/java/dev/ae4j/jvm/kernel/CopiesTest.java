package dev.ae4j.jvm.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CopiesTest {
  private final float[] x = Samples.tame(60 * 50, 1);

  @Test
  void block() {
    float[] y = new float[400];
    Copies.block(x, 3, 50, 7, 13, y, 2, 20);
    Copies.block(x, 0, 5, 4, 5, y, 200, 5);
    for (int r = 0; r < 7; r++) {
      for (int c = 0; c < 13; c++) {
        assertThat(y[2 + r * 20 + c]).isEqualTo(x[3 + r * 50 + c]);
      }
      assertThat(y[2 + r * 20 + 13]).isZero();
    }
    for (int i = 0; i < 20; i++) {
      assertThat(y[200 + i]).isEqualTo(x[i]);
    }
  }

  @Test
  void transpose() {
    float[] y = new float[50 * 60];
    Copies.transpose(x, 1, 50, 37, 45, y, 2, 41);
    for (int r = 0; r < 37; r++) {
      for (int c = 0; c < 45; c++) {
        assertThat(y[2 + c * 41 + r]).isEqualTo(x[1 + r * 50 + c]);
      }
    }
  }

  @Test
  void stepped() {
    float[] y = new float[40];
    Copies.stepped(x, 1, 50, 3, 4, 7, y, 2, 9);
    for (int r = 0; r < 4; r++) {
      for (int c = 0; c < 7; c++) {
        assertThat(y[2 + r * 9 + c]).isEqualTo(x[1 + r * 50 + c * 3]);
      }
    }
  }

  @Test
  void gatherAndScatterAdd() {
    int[] rows = {9, 2, 0, 2, 5};
    float[] y = new float[1 + 4 * 10];
    Copies.gatherRows(x, 3, rows, 1, 4, 10, y, 1);
    for (int i = 0; i < 4; i++) {
      for (int c = 0; c < 10; c++) {
        assertThat(y[1 + i * 10 + c]).isEqualTo(x[3 + rows[1 + i] * 10 + c]);
      }
    }

    float[] table = new float[3 + 6 * 10];
    Copies.scatterAddRows(y, 1, rows, 1, 4, 10, table, 3);
    for (int c = 0; c < 10; c++) {
      assertThat(table[3 + c]).isEqualTo(y[1 + 10 + c]);
      assertThat(table[3 + 10 + c]).isZero();
      assertThat(table[3 + 20 + c]).isEqualTo(y[1 + c] + y[1 + 20 + c]);
      assertThat(table[3 + 50 + c]).isEqualTo(y[1 + 30 + c]);
    }
  }
}
