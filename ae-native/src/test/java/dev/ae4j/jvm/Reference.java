package dev.ae4j.jvm;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.ElementType;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.BatchSize;
import dev.ae4j.graph.op.Binary;
import dev.ae4j.graph.op.BinaryKind;
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
import dev.ae4j.graph.op.Reshape;
import dev.ae4j.graph.op.ScatterAdd;
import dev.ae4j.graph.op.Select;
import dev.ae4j.graph.op.Slice;
import dev.ae4j.graph.op.StopGradient;
import dev.ae4j.graph.op.Transpose;
import dev.ae4j.graph.op.TransposedConv2d;
import dev.ae4j.graph.op.Unary;
import dev.ae4j.jvm.kernel.Kernels;
import dev.ae4j.jvm.kernel.ScalarKernels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Executes programs node by node, element by element: slow, and obviously the same bits as the
 * backend promises. Knows nothing of the bias of a matrix product, whose sum begins elsewhere.
 */
final class Reference implements Primitive.Visitor<float[]> {
  private static final Kernels KERNELS = new ScalarKernels();

  private final Program program;
  private final Map<String, TensorData> parameters = new HashMap<>();
  private final Map<Tensor, float[]> values = new HashMap<>();
  private Map<String, TensorData> inputs = Map.of();
  private int batchSize;
  private long seed;
  private long step;

  Reference(Program program) {
    this.program = program.lowered(composite -> false);
    for (Parameter parameter : program.parameters()) {
      parameters.put(parameter.name(), TensorData.zeros(parameter.shape()));
    }
  }

  TensorData read(String parameter) {
    return parameters.get(parameter);
  }

  void write(String parameter, TensorData value) {
    parameters.put(parameter, TensorData.of(value.values().clone(), value.shape()));
  }

  List<TensorData> run(
      Map<String, TensorData> newInputs, int newBatchSize, long newSeed, long newStep) {
    inputs = newInputs;
    batchSize = newBatchSize;
    seed = newSeed;
    step = newStep;
    values.clear();
    for (Tensor tensor : program.tensors()) {
      values.put(tensor, ((Primitive) tensor.operation()).accept(this));
    }
    program.updates().forEach((parameter, value) -> parameters.put(parameter.name(), data(value)));
    return program.outputs().values().stream().map(this::data).toList();
  }

  private TensorData data(Tensor tensor) {
    return TensorData.of(values.get(tensor).clone(), tensor.shape().withBatch(batchSize));
  }

  private int[] sizes(Tensor tensor) {
    return tensor.shape().withBatch(batchSize).sampleSizes();
  }

  private float[] result(Primitive operation) {
    return new float[operation.shape().withBatch(batchSize).sampleElements()];
  }

  private static int product(int[] sizes, int from, int to) {
    int product = 1;
    for (int axis = from; axis < to; axis++) {
      product *= sizes[axis];
    }
    return product;
  }

  /** Returns the position along each axis of an element. */
  private static int[] positions(int[] sizes, int element) {
    int[] positions = new int[sizes.length];
    int rest = element;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      positions[axis] = rest % sizes[axis];
      rest /= sizes[axis];
    }
    return positions;
  }

  private static int element(int[] sizes, int[] positions) {
    int element = 0;
    for (int axis = 0; axis < sizes.length; axis++) {
      element = element * sizes[axis] + positions[axis];
    }
    return element;
  }

  @Override
  public float[] visit(BatchSize operation) {
    return new float[] {batchSize};
  }

  @Override
  public float[] visit(Binary operation) {
    return binary(operation.kind(), values.get(operation.a()), values.get(operation.b()));
  }

  static float[] binary(BinaryKind kind, float[] a, float[] b) {
    float[] y = new float[a.length];
    for (int i = 0; i < y.length; i++) {
      y[i] =
          switch (kind) {
            case ADD -> a[i] + b[i];
            case SUBTRACT -> a[i] - b[i];
            case MULTIPLY -> a[i] * b[i];
            case DIVIDE -> a[i] / b[i];
            case MAXIMUM -> Math.max(a[i], b[i]);
            case MINIMUM -> Math.min(a[i], b[i]);
          };
    }
    return y;
  }

  @Override
  public float[] visit(Broadcast operation) {
    float[] x = values.get(operation.x());
    int[] small = sizes(operation.x());
    int[] large = operation.shape().withBatch(batchSize).sampleSizes();
    float[] y = result(operation);
    for (int i = 0; i < y.length; i++) {
      int[] positions = positions(large, i);
      int[] from = new int[small.length];
      for (int axis = 0; axis < small.length; axis++) {
        from[axis] = small[axis] == 1 ? 0 : positions[axis + large.length - small.length];
      }
      y[i] = x[element(small, from)];
    }
    return y;
  }

  @Override
  public float[] visit(Compare operation) {
    float[] a = values.get(operation.a());
    float[] b = values.get(operation.b());
    float[] y = result(operation);
    for (int i = 0; i < y.length; i++) {
      boolean holds =
          switch (operation.kind()) {
            case EQUAL -> a[i] == b[i];
            case LESS -> a[i] < b[i];
            case LESS_OR_EQUAL -> a[i] <= b[i];
          };
      y[i] = holds ? 1 : 0;
    }
    return y;
  }

  @Override
  public float[] visit(Concat operation) {
    int[] all = operation.shape().withBatch(batchSize).sampleSizes();
    float[] y = result(operation);
    int start = 0;
    for (Tensor input : operation.inputs()) {
      float[] x = values.get(input);
      int[] own = sizes(input);
      for (int i = 0; i < x.length; i++) {
        int[] positions = positions(own, i);
        positions[operation.axis()] += start;
        y[element(all, positions)] = x[i];
      }
      start += own[operation.axis()];
    }
    return y;
  }

  @Override
  public float[] visit(Constant operation) {
    return operation.value().values();
  }

  @Override
  public float[] visit(Input operation) {
    return inputs.get(operation.name()).values();
  }

  @Override
  public float[] visit(Convert operation) {
    float[] x = values.get(operation.x());
    float[] y = result(operation);
    for (int i = 0; i < y.length; i++) {
      boolean whole = operation.type() == ElementType.FLOAT32;
      y[i] = whole ? x[i] : Math.min(Math.max((int) x[i], -(1 << 24)), 1 << 24);
    }
    return y;
  }

  @Override
  public float[] visit(Gather operation) {
    float[] table = values.get(operation.table());
    float[] indices = values.get(operation.indices());
    int rows = sizes(operation.table())[0];
    float[] y = result(operation);
    int width = indices.length == 0 ? 0 : y.length / indices.length;
    for (int i = 0; i < y.length; i++) {
      int row = (int) indices[i / width];
      y[i] = row < 0 || row >= rows ? 0 : table[row * width + i % width];
    }
    return y;
  }

  @Override
  public float[] visit(ScatterAdd operation) {
    float[] indices = values.get(operation.indices());
    float[] x = values.get(operation.values());
    float[] y = result(operation);
    int width = indices.length == 0 ? 0 : x.length / indices.length;
    for (int i = 0; i < x.length; i++) {
      int row = (int) indices[i / width];
      if (row >= 0 && row < operation.rows()) {
        y[row * width + i % width] += x[i];
      }
    }
    return y;
  }

  @Override
  public float[] visit(Conv2d operation) {
    return Convolutions.convolution(
        values.get(operation.x()),
        sizes(operation.x()),
        values.get(operation.filter()),
        operation.window(),
        operation.shape().withBatch(batchSize).sampleSizes());
  }

  @Override
  public float[] visit(TransposedConv2d operation) {
    return Convolutions.transposed(
        values.get(operation.y()),
        sizes(operation.y()),
        values.get(operation.filter()),
        operation.window(),
        operation.shape().withBatch(batchSize).sampleSizes());
  }

  @Override
  public float[] visit(Conv2dFilterGradient operation) {
    return Convolutions.filterGradient(
        values.get(operation.x()),
        sizes(operation.x()),
        values.get(operation.y()),
        operation.window(),
        sizes(operation.y()));
  }

  @Override
  public float[] visit(MaxPool2d operation) {
    float[] x = values.get(operation.values());
    float[] y = result(operation);
    int[] places =
        Convolutions.largest(
            values.get(operation.keys()),
            sizes(operation.keys()),
            operation.window(),
            operation.shape().withBatch(batchSize).sampleSizes());
    for (int i = 0; i < y.length; i++) {
      y[i] = x[places[i]];
    }
    return y;
  }

  @Override
  public float[] visit(MaxUnpool2d operation) {
    float[] y = values.get(operation.y());
    float[] x = result(operation);
    int[] places =
        Convolutions.largest(
            values.get(operation.keys()),
            sizes(operation.keys()),
            operation.window(),
            sizes(operation.y()));
    for (int i = 0; i < y.length; i++) {
      x[places[i]] += y[i];
    }
    return x;
  }

  @Override
  public float[] visit(MatMul operation) {
    float[] a = values.get(operation.a());
    float[] b = values.get(operation.b());
    int[] left = sizes(operation.a());
    int[] right = sizes(operation.b());
    int last = left.length - 1;
    int k = left[operation.transposeA() ? last - 1 : last];
    int m = left[operation.transposeA() ? last : last - 1];
    int n = right[operation.transposeB() ? last - 1 : last];
    float[] y = result(operation);
    for (int i = 0; i < y.length; i++) {
      int matrix = i / n / m;
      int row = i / n % m;
      int column = i % n;
      float sum = 0;
      for (int j = 0; j < k; j++) {
        float x = a[matrix * m * k + (operation.transposeA() ? j * m + row : row * k + j)];
        float w = b[matrix * k * n + (operation.transposeB() ? column * k + j : j * n + column)];
        sum = Math.fma(x, w, sum);
      }
      y[i] = sum;
    }
    return y;
  }

  @Override
  public float[] visit(Pad operation) {
    float[] x = values.get(operation.x());
    int[] own = sizes(operation.x());
    int[] all = operation.shape().withBatch(batchSize).sampleSizes();
    float[] y = result(operation);
    for (int i = 0; i < x.length; i++) {
      int[] positions = positions(own, i);
      positions[operation.axis()] += operation.before();
      y[element(all, positions)] = x[i];
    }
    return y;
  }

  @Override
  public float[] visit(Parameter operation) {
    return parameters.get(operation.name()).values();
  }

  @Override
  public float[] visit(Random operation) {
    float[] y = result(operation);
    switch (operation.distribution()) {
      case UNIFORM -> KERNELS.uniform(seed, operation.stream(), step, 0, y, 0, y.length);
      case NORMAL -> KERNELS.normal(seed, operation.stream(), step, 0, y, 0, y.length);
    }
    return y;
  }

  /** Reduces along one run of neighbouring axes after the other, the last one first. */
  @Override
  public float[] visit(Reduce operation) {
    float[] x = values.get(operation.x());
    List<Integer> sizes = new ArrayList<>();
    for (int size : sizes(operation.x())) {
      sizes.add(size);
    }
    List<Integer> axes = new ArrayList<>(operation.axes());
    while (!axes.isEmpty()) {
      int end = axes.get(axes.size() - 1) + 1;
      int first = end;
      while (!axes.isEmpty() && axes.get(axes.size() - 1) == first - 1) {
        axes.remove(axes.size() - 1);
        first--;
      }
      int[] current = sizes.stream().mapToInt(size -> size).toArray();
      int outer = product(current, 0, first);
      int reduced = product(current, first, end);
      int inner = product(current, end, current.length);
      float[] y = new float[outer * inner];
      float[] line = new float[reduced];
      for (int i = 0; i < y.length; i++) {
        for (int j = 0; j < reduced; j++) {
          line[j] = x[(i / inner * reduced + j) * inner + i % inner];
        }
        if (inner == 1) {
          KERNELS.reduceOverColumns(operation.kind(), line, 0, reduced, 1, reduced, y, i);
        } else {
          KERNELS.reduceOverRows(operation.kind(), line, 0, 1, reduced, 1, y, i);
        }
      }
      x = y;
      for (int axis = end - 1; axis >= first; axis--) {
        sizes.remove(axis);
      }
    }
    return x;
  }

  @Override
  public float[] visit(Reshape operation) {
    return values.get(operation.x());
  }

  @Override
  public float[] visit(Select operation) {
    float[] mask = values.get(operation.mask());
    float[] a = values.get(operation.a());
    float[] b = values.get(operation.b());
    float[] y = result(operation);
    for (int i = 0; i < y.length; i++) {
      y[i] = mask[i] != 0 ? a[i] : b[i];
    }
    return y;
  }

  @Override
  public float[] visit(Slice operation) {
    float[] x = values.get(operation.x());
    int[] all = sizes(operation.x());
    int[] own = operation.shape().withBatch(batchSize).sampleSizes();
    float[] y = result(operation);
    for (int i = 0; i < y.length; i++) {
      int[] positions = positions(own, i);
      positions[operation.axis()] += operation.start();
      y[i] = x[element(all, positions)];
    }
    return y;
  }

  @Override
  public float[] visit(StopGradient operation) {
    return values.get(operation.x());
  }

  @Override
  public float[] visit(Transpose operation) {
    float[] x = values.get(operation.x());
    int[] from = sizes(operation.x());
    int[] to = operation.shape().withBatch(batchSize).sampleSizes();
    float[] y = result(operation);
    for (int i = 0; i < y.length; i++) {
      int[] positions = positions(to, i);
      int[] source = new int[from.length];
      for (int axis = 0; axis < source.length; axis++) {
        source[operation.order().get(axis)] = positions[axis];
      }
      y[i] = x[element(from, source)];
    }
    return y;
  }

  @Override
  public float[] visit(Unary operation) {
    float[] x = values.get(operation.x());
    float[] y = result(operation);
    KERNELS.unary(operation.kind(), x, 0, y, 0, x.length);
    return y;
  }
}
