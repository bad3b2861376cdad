package dev.ae4j.testkit;

import dev.ae4j.graph.ElementType;
import dev.ae4j.graph.Philox;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.Window;
import dev.ae4j.graph.op.BatchSize;
import dev.ae4j.graph.op.Binary;
import dev.ae4j.graph.op.Broadcast;
import dev.ae4j.graph.op.Compare;
import dev.ae4j.graph.op.Concat;
import dev.ae4j.graph.op.Constant;
import dev.ae4j.graph.op.Conv2d;
import dev.ae4j.graph.op.Conv2dFilterGradient;
import dev.ae4j.graph.op.Convert;
import dev.ae4j.graph.op.Gather;
import dev.ae4j.graph.op.Input;
import dev.ae4j.graph.op.MatMul;
import dev.ae4j.graph.op.MaxPool2d;
import dev.ae4j.graph.op.MaxUnpool2d;
import dev.ae4j.graph.op.Pad;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.graph.op.Primitive;
import dev.ae4j.graph.op.Random;
import dev.ae4j.graph.op.Reduce;
import dev.ae4j.graph.op.ReduceKind;
import dev.ae4j.graph.op.Reshape;
import dev.ae4j.graph.op.ScatterAdd;
import dev.ae4j.graph.op.Select;
import dev.ae4j.graph.op.Slice;
import dev.ae4j.graph.op.StopGradient;
import dev.ae4j.graph.op.Transpose;
import dev.ae4j.graph.op.TransposedConv2d;
import dev.ae4j.graph.op.Unary;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * Computes one primitive after another by its definition, without a thought for speed.
 *
 * <p>Subclasses imitate engines of less precision, and broken ones.
 */
class PrimitiveEvaluator implements Primitive.Visitor<DoubleData> {
  /**
   * What a run is given.
   *
   * @param inputs values by name
   * @param parameters values by name; those that are missing are zero
   * @param batchSize the number of samples
   * @param seed the key of the random operations
   * @param step the counter of the random operations
   */
  record Run(
      Map<String, DoubleData> inputs,
      Map<String, DoubleData> parameters,
      int batchSize,
      long seed,
      long step) {}

  private final Run run;
  private final Map<Tensor, DoubleData> values = new HashMap<>();

  PrimitiveEvaluator(Run run) {
    this.run = run;
  }

  /** Computes a tensor whose inputs are computed already. */
  void evaluate(Tensor tensor) {
    values.put(tensor, compute((Primitive) tensor.operation()));
  }

  /** Returns the result of an operation whose inputs are computed already. */
  DoubleData compute(Primitive operation) {
    return operation.accept(this);
  }

  /** Returns what was computed for a tensor. */
  final DoubleData value(Tensor tensor) {
    DoubleData value = values.get(tensor);
    if (value == null) {
      throw new IllegalStateException(tensor + " is used before it is computed");
    }
    return value;
  }

  /** Returns a number as the engine can hold it: here as it is. */
  double rounded(double value) {
    return value;
  }

  /** Returns the shape of a tensor in this run. */
  final Shape shape(Tensor tensor) {
    return tensor.shape().withBatch(run.batchSize());
  }

  @Override
  public DoubleData visit(BatchSize operation) {
    return DoubleData.scalar(run.batchSize());
  }

  @Override
  public DoubleData visit(Constant operation) {
    return DoubleData.from(operation.value());
  }

  @Override
  public DoubleData visit(Input operation) {
    DoubleData value = run.inputs().get(operation.name());
    if (value == null) {
      throw new IllegalArgumentException("Input " + operation.name() + " has no value");
    }
    return value;
  }

  @Override
  public DoubleData visit(Parameter operation) {
    DoubleData value = run.parameters().get(operation.name());
    return value != null ? value : DoubleData.zeros(operation.shape());
  }

  @Override
  public DoubleData visit(StopGradient operation) {
    return value(operation.x());
  }

  @Override
  public DoubleData visit(Unary operation) {
    DoubleUnaryOperator function =
        switch (operation.kind()) {
          case NEGATE -> x -> -x;
          case ABS -> Math::abs;
          case SIGN -> Math::signum;
          case FLOOR -> Math::floor;
          case ROUND -> Math::rint;
          case SQRT -> Math::sqrt;
          case EXP -> Math::exp;
          case LOG -> Math::log;
          case TANH -> Math::tanh;
          case SIGMOID -> x -> 1 / (1 + Math.exp(-x));
          case SOFTPLUS -> x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
          case ERF -> PrimitiveEvaluator::erf;
        };
    DoubleData x = value(operation.x());
    DoubleData result = DoubleData.zeros(x.shape());
    Arrays.setAll(result.values(), i -> rounded(function.applyAsDouble(x.get(i))));
    return result;
  }

  /** Sums the series {@code 2/sqrt(pi) e^(-x^2) (x + 2x^3/3 + 4x^5/15 + ...)}, without signs. */
  private static double erf(double x) {
    if (Math.abs(x) > 6) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; n < 200; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }

  @Override
  public DoubleData visit(Binary operation) {
    DoubleBinaryOperator function =
        switch (operation.kind()) {
          case ADD -> (a, b) -> a + b;
          case SUBTRACT -> (a, b) -> a - b;
          case MULTIPLY -> (a, b) -> a * b;
          case DIVIDE -> (a, b) -> a / b;
          case MAXIMUM -> Math::max;
          case MINIMUM -> Math::min;
        };
    return combined(operation.a(), operation.b(), function);
  }

  @Override
  public DoubleData visit(Compare operation) {
    DoubleBinaryOperator function =
        switch (operation.kind()) {
          case EQUAL -> (a, b) -> a == b ? 1 : 0;
          case LESS -> (a, b) -> a < b ? 1 : 0;
          case LESS_OR_EQUAL -> (a, b) -> a <= b ? 1 : 0;
        };
    return combined(operation.a(), operation.b(), function);
  }

  private DoubleData combined(Tensor left, Tensor right, DoubleBinaryOperator function) {
    DoubleData a = value(left);
    DoubleData b = value(right);
    DoubleData result = DoubleData.zeros(a.shape());
    Arrays.setAll(result.values(), i -> rounded(function.applyAsDouble(a.get(i), b.get(i))));
    return result;
  }

  @Override
  public DoubleData visit(Select operation) {
    DoubleData mask = value(operation.mask());
    DoubleData a = value(operation.a());
    DoubleData b = value(operation.b());
    DoubleData result = DoubleData.zeros(a.shape());
    Arrays.setAll(result.values(), i -> mask.get(i) != 0 ? a.get(i) : b.get(i));
    return result;
  }

  @Override
  public DoubleData visit(Broadcast operation) {
    DoubleData x = value(operation.x());
    DoubleData result = DoubleData.zeros(operation.shape().withBatch(run.batchSize()));
    int newAxes = result.shape().rank() - x.shape().rank();
    for (int i = 0; i < result.values().length; i++) {
      int[] to = Coordinates.of(i, result.shape());
      int[] from = Arrays.copyOfRange(to, newAxes, to.length);
      for (int axis = 0; axis < from.length; axis++) {
        if (operation.x().shape().isOne(axis)) {
          from[axis] = 0;
        }
      }
      result.values()[i] = x.get(Coordinates.index(from, x.shape()));
    }
    return result;
  }

  @Override
  public DoubleData visit(Reduce operation) {
    boolean sum = operation.kind() == ReduceKind.SUM;
    DoubleData x = value(operation.x());
    DoubleData result = DoubleData.zeros(x.shape().without(operation.axes()));
    Arrays.fill(result.values(), sum ? 0 : Double.NEGATIVE_INFINITY);
    for (int i = 0; i < x.values().length; i++) {
      int[] from = Coordinates.of(i, x.shape());
      int[] to = new int[result.shape().rank()];
      int kept = 0;
      for (int axis = 0; axis < from.length; axis++) {
        if (!operation.axes().contains(axis)) {
          to[kept++] = from[axis];
        }
      }
      int index = Coordinates.index(to, result.shape());
      double before = result.get(index);
      result.values()[index] = sum ? rounded(before + x.get(i)) : Math.max(before, x.get(i));
    }
    return result;
  }

  @Override
  public DoubleData visit(Reshape operation) {
    Shape shape = operation.shape().withBatch(run.batchSize());
    return DoubleData.of(value(operation.x()).values(), shape);
  }

  @Override
  public DoubleData visit(Transpose operation) {
    DoubleData x = value(operation.x());
    DoubleData result = DoubleData.zeros(Tensor.of(operation).shape().withBatch(run.batchSize()));
    for (int i = 0; i < result.values().length; i++) {
      int[] to = Coordinates.of(i, result.shape());
      int[] from = new int[to.length];
      for (int axis = 0; axis < to.length; axis++) {
        from[operation.order().get(axis)] = to[axis];
      }
      result.values()[i] = x.get(Coordinates.index(from, x.shape()));
    }
    return result;
  }

  @Override
  public DoubleData visit(Slice operation) {
    DoubleData x = value(operation.x());
    DoubleData result = DoubleData.zeros(x.shape().withSize(operation.axis(), operation.size()));
    for (int i = 0; i < result.values().length; i++) {
      int[] from = Coordinates.of(i, result.shape());
      from[operation.axis()] += operation.start();
      result.values()[i] = x.get(Coordinates.index(from, x.shape()));
    }
    return result;
  }

  @Override
  public DoubleData visit(Pad operation) {
    DoubleData x = value(operation.x());
    int size = operation.before() + x.shape().size(operation.axis()) + operation.after();
    DoubleData result = DoubleData.zeros(x.shape().withSize(operation.axis(), size));
    place(x, operation.axis(), operation.before(), result);
    return result;
  }

  @Override
  public DoubleData visit(Concat operation) {
    DoubleData result = DoubleData.zeros(operation.shape().withBatch(run.batchSize()));
    int start = 0;
    for (Tensor input : operation.inputs()) {
      place(value(input), operation.axis(), start, result);
      start += value(input).shape().size(operation.axis());
    }
    return result;
  }

  private static void place(DoubleData x, int axis, int start, DoubleData result) {
    for (int i = 0; i < x.values().length; i++) {
      int[] to = Coordinates.of(i, x.shape());
      to[axis] += start;
      result.values()[Coordinates.index(to, result.shape())] = x.get(i);
    }
  }

  @Override
  public DoubleData visit(MatMul operation) {
    DoubleData a = value(operation.a());
    DoubleData b = value(operation.b());
    DoubleData result = DoubleData.zeros(operation.shape().withBatch(run.batchSize()));
    int rank = result.shape().rank();
    int inner = a.shape().size(rank - (operation.transposeA() ? 2 : 1));
    for (int i = 0; i < result.values().length; i++) {
      int[] at = Coordinates.of(i, result.shape());
      double sum = 0;
      for (int k = 0; k < inner; k++) {
        double left = element(a, at, at[rank - 2], k, operation.transposeA());
        double right = element(b, at, k, at[rank - 1], operation.transposeB());
        sum = rounded(sum + left * right);
      }
      result.values()[i] = sum;
    }
    return result;
  }

  /** Returns an element of the matrix that the leading coordinates name. */
  private static double element(
      DoubleData matrices, int[] leading, int row, int column, boolean transposed) {
    int[] at = leading.clone();
    at[at.length - 2] = transposed ? column : row;
    at[at.length - 1] = transposed ? row : column;
    return matrices.get(Coordinates.index(at, matrices.shape()));
  }

  @Override
  public DoubleData visit(Conv2d operation) {
    DoubleData x = value(operation.x());
    DoubleData filter = value(operation.filter());
    DoubleData y = DoubleData.zeros(shape(operation));
    forEachProduct(
        x,
        y,
        operation.window(),
        filter.shape(),
        (atX, atFilter, atY) -> add(y, atY, x.get(atX) * filter.get(atFilter)));
    return y;
  }

  @Override
  public DoubleData visit(TransposedConv2d operation) {
    DoubleData y = value(operation.y());
    DoubleData filter = value(operation.filter());
    DoubleData x = DoubleData.zeros(shape(operation));
    forEachProduct(
        x,
        y,
        operation.window(),
        filter.shape(),
        (atX, atFilter, atY) -> add(x, atX, y.get(atY) * filter.get(atFilter)));
    return x;
  }

  @Override
  public DoubleData visit(Conv2dFilterGradient operation) {
    DoubleData x = value(operation.x());
    DoubleData y = value(operation.y());
    DoubleData filter = DoubleData.zeros(operation.shape());
    forEachProduct(
        x,
        y,
        operation.window(),
        filter.shape(),
        (atX, atFilter, atY) -> add(filter, atFilter, x.get(atX) * y.get(atY)));
    return filter;
  }

  private void add(DoubleData sums, int index, double term) {
    sums.values()[index] = rounded(sums.get(index) + term);
  }

  private Shape shape(Primitive operation) {
    return operation.shape().withBatch(run.batchSize());
  }

  /** Receives the indices of three elements that a convolution multiplies, two for the third. */
  private interface Product {
    void visit(int atX, int atFilter, int atY);
  }

  private static void forEachProduct(
      DoubleData x, DoubleData y, Window window, Shape filter, Product product) {
    for (int atY = 0; atY < y.values().length; atY++) {
      int[] position = Coordinates.of(atY, y.shape());
      for (int i = 0; i < window.height(); i++) {
        for (int j = 0; j < window.width(); j++) {
          int row = position[1] * window.strideY() + i * window.dilationY() - window.top();
          int column = position[2] * window.strideX() + j * window.dilationX() - window.left();
          if (!isInside(row, column, x.shape())) {
            continue;
          }
          for (int in = 0; in < filter.size(2); in++) {
            product.visit(
                Coordinates.index(new int[] {position[0], row, column, in}, x.shape()),
                Coordinates.index(new int[] {i, j, in, position[3]}, filter),
                atY);
          }
        }
      }
    }
  }

  private static boolean isInside(int row, int column, Shape images) {
    return row >= 0 && row < images.size(1) && column >= 0 && column < images.size(2);
  }

  @Override
  public DoubleData visit(MaxPool2d operation) {
    DoubleData keys = value(operation.keys());
    DoubleData values = value(operation.values());
    DoubleData y = DoubleData.zeros(shape(operation));
    Arrays.setAll(y.values(), i -> values.get(largest(keys, i, y.shape(), operation.window())));
    return y;
  }

  @Override
  public DoubleData visit(MaxUnpool2d operation) {
    DoubleData keys = value(operation.keys());
    DoubleData y = value(operation.y());
    DoubleData x = DoubleData.zeros(shape(operation));
    for (int i = 0; i < y.values().length; i++) {
      add(x, largest(keys, i, y.shape(), operation.window()), y.get(i));
    }
    return x;
  }

  /** Returns the index of the largest key that a position of the window sees. */
  private static int largest(DoubleData keys, int position, Shape positions, Window window) {
    int[] at = Coordinates.of(position, positions);
    int largest = -1;
    for (int i = 0; i < window.height(); i++) {
      for (int j = 0; j < window.width(); j++) {
        int row = at[1] * window.strideY() + i - window.top();
        int column = at[2] * window.strideX() + j - window.left();
        if (isInside(row, column, keys.shape())) {
          int index = Coordinates.index(new int[] {at[0], row, column, at[3]}, keys.shape());
          if (largest < 0 || isLarger(keys.get(index), keys.get(largest))) {
            largest = index;
          }
        }
      }
    }
    return largest;
  }

  private static boolean isLarger(double a, double b) {
    return a > b || (Double.isNaN(a) && !Double.isNaN(b));
  }

  @Override
  public DoubleData visit(Gather operation) {
    DoubleData table = value(operation.table());
    DoubleData indices = value(operation.indices());
    DoubleData result = DoubleData.zeros(shape(operation));
    int width = table.shape().without(List.of(0)).sampleElements();
    for (int i = 0; i < result.values().length; i++) {
      double row = indices.get(i / width);
      if (row >= 0 && row < table.shape().size(0)) {
        result.values()[i] = table.get(width * (int) row + i % width);
      }
    }
    return result;
  }

  @Override
  public DoubleData visit(ScatterAdd operation) {
    DoubleData indices = value(operation.indices());
    DoubleData values = value(operation.values());
    DoubleData result = DoubleData.zeros(operation.shape());
    int width = operation.shape().without(List.of(0)).sampleElements();
    for (int i = 0; i < values.values().length; i++) {
      double row = indices.get(i / width);
      if (row >= 0 && row < operation.rows()) {
        add(result, width * (int) row + i % width, values.get(i));
      }
    }
    return result;
  }

  @Override
  public DoubleData visit(Convert operation) {
    DoubleData x = value(operation.x());
    if (operation.type() == ElementType.FLOAT32) {
      return x;
    }
    DoubleData result = DoubleData.zeros(x.shape());
    for (int i = 0; i < result.values().length; i++) {
      int truncated = (int) x.get(i);
      result.values()[i] = Math.max(ElementType.MIN_INT, Math.min(ElementType.MAX_INT, truncated));
    }
    return result;
  }

  @Override
  public DoubleData visit(Random operation) {
    DoubleData result = DoubleData.zeros(operation.shape().withBatch(run.batchSize()));
    int[] block = new int[4];
    for (int i = 0; i < result.values().length; i++) {
      int stepLow = (int) run.step();
      int stepHigh = (int) (run.step() >>> 32);
      Philox.block(run.seed(), i / 4, operation.stream(), stepLow, stepHigh, block);
      double number =
          switch (operation.distribution()) {
            case UNIFORM -> (block[i % 4] >>> 8) * 0x1p-24;
            case NORMAL -> normal(block[i % 4 / 2 * 2], block[i % 4 / 2 * 2 + 1], i % 2 == 0);
          };
      result.values()[i] = rounded(number);
    }
    return result;
  }

  private static double normal(int word1, int word2, boolean first) {
    double u1 = ((word1 >>> 8) + 1) * 0x1p-24;
    double u2 = (word2 >>> 8) * 0x1p-24;
    double radius = Math.sqrt(-2 * Math.log(u1));
    return radius * (first ? Math.cos(2 * Math.PI * u2) : Math.sin(2 * Math.PI * u2));
  }
}
