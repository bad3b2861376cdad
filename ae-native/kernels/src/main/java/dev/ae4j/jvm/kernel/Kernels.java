package dev.ae4j.jvm.kernel;

import dev.ae4j.graph.ElementType;
import dev.ae4j.graph.op.BinaryKind;
import dev.ae4j.graph.op.CompareKind;
import dev.ae4j.graph.op.ReduceKind;
import dev.ae4j.graph.op.UnaryKind;
import java.util.Arrays;

/**
 * One set of kernels: the same functions with the same bits as every other set, at its own speed.
 *
 * <p>Arrays come with the offset of their first element: {@code x, xo}. {@code n} counts elements
 * and may be 0. Element-wise functions may write over an operand in place (the same array and the
 * same offset); arrays that overlap in any other way give undefined results. Nothing here allocates
 * or keeps state, so every function may be called from any thread.
 */
public interface Kernels {
  /**
   * Rows that {@link #reduceOverRows} combines before it starts a new partial result. A caller that
   * splits the rows at multiples of this and combines the parts in order gets the same bits.
   */
  int ROW_BLOCK = 64;

  /**
   * Elements that {@link #sum} and {@link #max} combine before they start a new partial result. A
   * caller that splits at multiples of this and combines the parts in order gets the same bits.
   */
  int ELEMENT_BLOCK = 4096;

  /** The number of sums that {@link #dots} makes for each row. */
  int DOT_LANES = 16;

  /** The name of this set: {@code scalar}, or {@code vector-} and the width in bits. */
  String name();

  // ---- Element-wise -----------------------------------------------------------------------------

  /** {@code y[i] = kind(x[i])}. {@link ScalarMath} states the accuracy. */
  void unary(UnaryKind kind, float[] x, int xo, float[] y, int yo, int n);

  /** {@code y[i] = kind(a[i], b[i])}. */
  void binary(BinaryKind kind, float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);

  /** {@code y[i] = kind(a[i], b)}. */
  void binary(BinaryKind kind, float[] a, int ao, float b, float[] y, int yo, int n);

  /** {@code y[i] = kind(a, b[i])}. */
  void binary(BinaryKind kind, float a, float[] b, int bo, float[] y, int yo, int n);

  /** {@code y[i] = kind(a[i], b[i]) ? 1 : 0}. */
  void compare(CompareKind kind, float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);

  /** {@code y[i] = kind(a[i], b) ? 1 : 0}. */
  void compare(CompareKind kind, float[] a, int ao, float b, float[] y, int yo, int n);

  /** {@code y[i] = kind(a, b[i]) ? 1 : 0}. */
  void compare(CompareKind kind, float a, float[] b, int bo, float[] y, int yo, int n);

  /** {@code y[i] = mask[i] != 0 ? a[i] : b[i]}; a NaN in the mask selects {@code a}. */
  void select(float[] mask, int mo, float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);

  /** {@code y[i] = mask[i] != 0 ? a[i] : b}. */
  void select(float[] mask, int mo, float[] a, int ao, float b, float[] y, int yo, int n);

  /** {@code y[i] = mask[i] != 0 ? a : b[i]}. */
  void select(float[] mask, int mo, float a, float[] b, int bo, float[] y, int yo, int n);

  /** {@code y[i] = mask[i] != 0 ? a : b}. */
  void select(float[] mask, int mo, float a, float b, float[] y, int yo, int n);

  /**
   * {@code y[i] = x[i]}, truncated towards zero and limited to +-{@value ElementType#MAX_INT}; 0
   * for NaN, never -0.
   */
  default void truncate(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      float limited = Math.min(Math.max(x[xo + i], ElementType.MIN_INT), ElementType.MAX_INT);
      y[yo + i] = (int) limited;
    }
  }

  /** {@code y[i] = value}. */
  default void fill(float value, float[] y, int yo, int n) {
    Arrays.fill(y, yo, yo + n, value);
  }

  /** {@code y[i] = x[i]}; the two may overlap. */
  default void copy(float[] x, int xo, float[] y, int yo, int n) {
    System.arraycopy(x, xo, y, yo, n);
  }

  // ---- Chains of element-wise functions, with the bits of one after the other -------------------

  /** {@code y[i] = kind(a, b[i]) ? x[i] : other}: {@link #compare} and {@link #select}. */
  void choose(
      CompareKind kind,
      float a,
      float[] b,
      int bo,
      float[] x,
      int xo,
      float other,
      float[] y,
      int yo,
      int n);

  /** {@code y[i] = (x[i] s[i]) (1 - s[i])}. */
  void sigmoidGradient(float[] x, int xo, float[] s, int so, float[] y, int yo, int n);

  /**
   * A step of Adam by the gradient {@code g}: {@code m[i] = m[i] keep1 + g[i] take1}, {@code v[i] =
   * v[i] keep2 + (g[i] g[i]) take2}, {@code y[i] = x[i] - m[i] scale / (sqrt(v[i]) + epsilon)}.
   */
  void adam(
      float keep1,
      float take1,
      float keep2,
      float take2,
      float scale,
      float epsilon,
      float[] g,
      int go,
      float[] m,
      int mo,
      float[] v,
      int vo,
      float[] x,
      int xo,
      float[] y,
      int yo,
      int n);

  // ---- Reductions -------------------------------------------------------------------------------

  /**
   * The sum of {@code n} elements in one fixed order; 0 over none.
   *
   * <p>Within a block of {@link #ELEMENT_BLOCK} elements, whole groups of 16 are added to 16 lanes
   * that start at +0; then every lane {@code l} takes lane {@code l + 8}, {@code l + 4}, {@code l +
   * 2} and {@code l + 1}; then the elements after the last whole group follow one by one. The sums
   * of the blocks are added in order, see {@link #foldSums}.
   */
  float sum(float[] x, int xo, int n);

  /** The largest of {@code n} elements; NaN if any is; -Infinity over none. */
  float max(float[] x, int xo, int n);

  /**
   * {@code y[c] = reduce over r of x[r, c]}: combines {@code rows} rows, {@code stride} elements
   * apart, into one of {@code cols} elements.
   *
   * <p>A sum adds the rows of each block of {@link #ROW_BLOCK} in ascending order from +0, and then
   * adds the sums of the blocks in order, see {@link #foldRows}. Columns are independent, so they
   * may be split anywhere. {@code y} must not overlap {@code x}.
   */
  void reduceOverRows(
      ReduceKind kind, float[] x, int xo, int stride, int rows, int cols, float[] y, int yo);

  /**
   * {@code y[r] = reduce over c of x[r, c]}: each row, {@code stride} elements apart, by {@link
   * #sum} or {@link #max}. {@code y} must not overlap {@code x}.
   */
  default void reduceOverColumns(
      ReduceKind kind, float[] x, int xo, int stride, int rows, int cols, float[] y, int yo) {
    if (kind == ReduceKind.SUM) {
      for (int r = 0; r < rows; r++) {
        y[yo + r] = sum(x, xo + r * stride, cols);
      }
    } else {
      for (int r = 0; r < rows; r++) {
        y[yo + r] = max(x, xo + r * stride, cols);
      }
    }
  }

  /** Combines the results of {@link #sum} over consecutive blocks, {@code n} of them. */
  default float foldSums(float[] partials, int po, int n) {
    float total = n == 0 ? 0 : partials[po];
    for (int i = 1; i < n; i++) {
      total += partials[po + i];
    }
    return total;
  }

  /**
   * Combines the results of {@link #reduceOverRows} over consecutive blocks of rows: {@code y[c] =
   * combine over b of partials[b, c]} for {@code blocks >= 1}.
   */
  default void foldRows(
      ReduceKind kind, float[] partials, int po, int blocks, int cols, float[] y, int yo) {
    copy(partials, po, y, yo, cols);
    BinaryKind combine = kind == ReduceKind.SUM ? BinaryKind.ADD : BinaryKind.MAXIMUM;
    for (int b = 1; b < blocks; b++) {
      binary(combine, y, yo, partials, po + b * cols, y, yo, cols);
    }
  }

  /**
   * The products of rows with one row, in {@value #DOT_LANES} lanes each: starting from +0, {@code
   * lanes[r, l] = fma(a[ao + r * lda + steps[i] + l], b[bo + i * 16 + l], lanes[r, l])} for
   * ascending {@code i}.
   *
   * @param rows the number of rows
   * @param lda the distance of rows, which may overlap
   * @param steps where each group of {@value #DOT_LANES} elements of a row is
   * @param lanes {@value #DOT_LANES} sums for each row, one after the other
   */
  void dots(
      int rows, float[] a, int ao, int lda, int[] steps, float[] b, int bo, float[] lanes, int lo);

  // ---- Pooling ----------------------------------------------------------------------------------

  /**
   * For each of {@code count} windows and each channel, the value where the key is largest; see
   * {@link Pooled}.
   */
  void maxPool(Pooled windows, float[] keys, int ko, float[] values, int vo, float[] y, int yo);

  /**
   * For each of some windows and each channel, adds {@code y} to {@code x} where the key is
   * largest, window by window. {@code x} must not hold -0.
   *
   * @param onto whether to add to what {@code x} holds, instead of to zeros in all elements of the
   *     windows, which must not overlap then
   */
  void maxUnpool(
      Pooled windows, float[] keys, int ko, float[] y, int yo, float[] x, int xo, boolean onto);

  // ---- Random numbers ---------------------------------------------------------------------------

  /**
   * Uniform numbers in [0, 1): elements {@code first} to {@code first + n} of the sequence that
   * {@code seed}, {@code stream} and {@code step} name. See {@link Philox}.
   */
  void uniform(long seed, int stream, long step, long first, float[] y, int yo, int n);

  /**
   * Standard normal numbers: elements {@code first} to {@code first + n} of the sequence that
   * {@code seed}, {@code stream} and {@code step} name. See {@link Philox}.
   */
  void normal(long seed, int stream, long step, long first, float[] y, int yo, int n);

  // ---- Matrix products --------------------------------------------------------------------------

  /**
   * Prepares a matrix product of one shape, to be run many times.
   *
   * @param epilogue told about each finished block of the result, or {@link
   *     MatrixProduct#NO_EPILOGUE}
   * @param team the threads to share the work with
   * @param workspace scratch memory, which products that never run at the same time may share
   */
  MatrixProduct matrixProduct(
      MatrixProduct.Shape shape,
      MatrixProduct.Epilogue epilogue,
      ThreadTeam team,
      Workspace workspace);

  /** Prepares a matrix product whose left operand lies where a table says. */
  IndirectProduct indirectProduct(int[] steps, int[] places, int columns, Workspace workspace);
}
