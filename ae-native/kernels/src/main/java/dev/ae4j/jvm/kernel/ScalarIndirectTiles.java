package dev.ae4j.jvm.kernel;

/** Tiles in plain Java, whose sums fit the registers. */
final class ScalarIndirectTiles implements IndirectTiles {
  @Override
  public int wideRows() {
    return 3;
  }

  @Override
  public int narrowRows() {
    return 4;
  }

  @Override
  public int lowRows() {
    return 1;
  }

  @Override
  public int lanes() {
    return 2;
  }

  @Override
  public void wide(
      int k,
      float[] a,
      int ao,
      int[] steps,
      float[] b,
      int bo,
      int ldb,
      float[] init,
      int io,
      int initScale,
      float[] c,
      int co,
      int[] places,
      int firstPlace) {
    int o0 = places[firstPlace];
    int i0 = io + o0 * initScale;
    int o1 = places[firstPlace + 1];
    int i1 = io + o1 * initScale;
    int o2 = places[firstPlace + 2];
    int i2 = io + o2 * initScale;
    float c00 = init[i0];
    float c01 = init[i0 + 1];
    float c02 = init[i0 + 2];
    float c03 = init[i0 + 3];
    float c10 = init[i1];
    float c11 = init[i1 + 1];
    float c12 = init[i1 + 2];
    float c13 = init[i1 + 3];
    float c20 = init[i2];
    float c21 = init[i2 + 1];
    float c22 = init[i2 + 2];
    float c23 = init[i2 + 3];
    int bp = bo;
    for (int p = 0; p < k; p++) {
      int x = ao + steps[p];
      float b0 = b[bp];
      float b1 = b[bp + 1];
      float b2 = b[bp + 2];
      float b3 = b[bp + 3];
      float av = a[x];
      c00 = Math.fma(av, b0, c00);
      c01 = Math.fma(av, b1, c01);
      c02 = Math.fma(av, b2, c02);
      c03 = Math.fma(av, b3, c03);
      av = a[x + 1];
      c10 = Math.fma(av, b0, c10);
      c11 = Math.fma(av, b1, c11);
      c12 = Math.fma(av, b2, c12);
      c13 = Math.fma(av, b3, c13);
      av = a[x + 2];
      c20 = Math.fma(av, b0, c20);
      c21 = Math.fma(av, b1, c21);
      c22 = Math.fma(av, b2, c22);
      c23 = Math.fma(av, b3, c23);
      bp += ldb;
    }
    int t0 = co + o0;
    c[t0] = c00;
    c[t0 + 1] = c01;
    c[t0 + 2] = c02;
    c[t0 + 3] = c03;
    int t1 = co + o1;
    c[t1] = c10;
    c[t1 + 1] = c11;
    c[t1 + 2] = c12;
    c[t1 + 3] = c13;
    int t2 = co + o2;
    c[t2] = c20;
    c[t2 + 1] = c21;
    c[t2 + 2] = c22;
    c[t2 + 3] = c23;
  }

  @Override
  public void low(
      int k,
      float[] a,
      int ao,
      int[] steps,
      float[] b,
      int bo,
      int ldb,
      float[] init,
      int io,
      int initScale,
      float[] c,
      int co,
      int[] places,
      int firstPlace) {
    int o0 = places[firstPlace];
    int i0 = io + o0 * initScale;
    float c00 = init[i0];
    float c01 = init[i0 + 1];
    float c02 = init[i0 + 2];
    float c03 = init[i0 + 3];
    int bp = bo;
    for (int p = 0; p < k; p++) {
      int x = ao + steps[p];
      float b0 = b[bp];
      float b1 = b[bp + 1];
      float b2 = b[bp + 2];
      float b3 = b[bp + 3];
      float av = a[x];
      c00 = Math.fma(av, b0, c00);
      c01 = Math.fma(av, b1, c01);
      c02 = Math.fma(av, b2, c02);
      c03 = Math.fma(av, b3, c03);
      bp += ldb;
    }
    int t0 = co + o0;
    c[t0] = c00;
    c[t0 + 1] = c01;
    c[t0 + 2] = c02;
    c[t0 + 3] = c03;
  }

  @Override
  public void narrow(
      int k,
      float[] a,
      int ao,
      int[] steps,
      float[] b,
      int bo,
      int ldb,
      float[] init,
      int io,
      int initScale,
      float[] c,
      int co,
      int[] places,
      int firstPlace) {
    int o0 = places[firstPlace];
    int i0 = io + o0 * initScale;
    int o1 = places[firstPlace + 1];
    int i1 = io + o1 * initScale;
    int o2 = places[firstPlace + 2];
    int i2 = io + o2 * initScale;
    int o3 = places[firstPlace + 3];
    int i3 = io + o3 * initScale;
    float c00 = init[i0];
    float c01 = init[i0 + 1];
    float c10 = init[i1];
    float c11 = init[i1 + 1];
    float c20 = init[i2];
    float c21 = init[i2 + 1];
    float c30 = init[i3];
    float c31 = init[i3 + 1];
    int bp = bo;
    for (int p = 0; p < k; p++) {
      int x = ao + steps[p];
      float b0 = b[bp];
      float b1 = b[bp + 1];
      float av = a[x];
      c00 = Math.fma(av, b0, c00);
      c01 = Math.fma(av, b1, c01);
      av = a[x + 1];
      c10 = Math.fma(av, b0, c10);
      c11 = Math.fma(av, b1, c11);
      av = a[x + 2];
      c20 = Math.fma(av, b0, c20);
      c21 = Math.fma(av, b1, c21);
      av = a[x + 3];
      c30 = Math.fma(av, b0, c30);
      c31 = Math.fma(av, b1, c31);
      bp += ldb;
    }
    int t0 = co + o0;
    c[t0] = c00;
    c[t0 + 1] = c01;
    int t1 = co + o1;
    c[t1] = c10;
    c[t1 + 1] = c11;
    int t2 = co + o2;
    c[t2] = c20;
    c[t2 + 1] = c21;
    int t3 = co + o3;
    c[t3] = c30;
    c[t3 + 1] = c31;
  }
}
