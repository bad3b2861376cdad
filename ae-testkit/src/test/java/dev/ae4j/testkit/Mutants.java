package dev.ae4j.testkit;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.ElementType;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.Window;
import dev.ae4j.graph.op.BatchSize;
import dev.ae4j.graph.op.Binary;
import dev.ae4j.graph.op.BinaryKind;
import dev.ae4j.graph.op.Broadcast;
import dev.ae4j.graph.op.Compare;
import dev.ae4j.graph.op.CompareKind;
import dev.ae4j.graph.op.Concat;
import dev.ae4j.graph.op.Constant;
import dev.ae4j.graph.op.Conv2d;
import dev.ae4j.graph.op.Conv2dFilterGradient;
import dev.ae4j.graph.op.Convert;
import dev.ae4j.graph.op.Gather;
import dev.ae4j.graph.op.MatMul;
import dev.ae4j.graph.op.MaxPool2d;
import dev.ae4j.graph.op.MaxUnpool2d;
import dev.ae4j.graph.op.Pad;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.graph.op.Primitive;
import dev.ae4j.graph.op.Random;
import dev.ae4j.graph.op.Random.Distribution;
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
import dev.ae4j.graph.op.UnaryKind;
import dev.ae4j.spi.backend.Backend;
import dev.ae4j.spi.backend.Executable;
import dev.ae4j.spi.backend.Feed;
import dev.ae4j.spi.backend.RunRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Backends with one mistake each, and the case that must notice it. */
final class Mutants {
  /**
   * A mistake.
   *
   * @param name what is wrong
   * @param noticedBy the name of the case that must fail
   * @param backend a backend that is wrong
   */
  record Mutant(String name, String noticedBy, Backend backend) {}

  private final List<Mutant> mutants = new ArrayList<>();

  private Mutants() {}

  static List<Mutant> all() {
    Mutants mutants = new Mutants();
    mutants.unary();
    mutants.elementwise();
    mutants.leaves();
    mutants.moves();
    mutants.reductions();
    mutants.products();
    mutants.images();
    mutants.indices();
    mutants.random();
    mutants.state();
    mutants.feeds();
    mutants.results();
    mutants.lifecycle();
    return mutants.mutants;
  }

  /** Adds a backend that computes operations of one type in its own way. */
  private <T extends Primitive> void computes(
      String name,
      String noticedBy,
      Class<T> type,
      BiFunction<T, PrimitiveEvaluator, DoubleData> wrong) {
    Function<PrimitiveEvaluator.Run, PrimitiveEvaluator> evaluators =
        run ->
            new PrimitiveEvaluator(run) {
              @Override
              DoubleData compute(Primitive operation) {
                return type.isInstance(operation)
                    ? wrong.apply(type.cast(operation), this)
                    : super.compute(operation);
              }
            };
    mutants.add(new Mutant(name, noticedBy, new ReferenceBackend(evaluators)));
  }

  /** Adds a backend that takes each operation of one type for another one. */
  private <T extends Primitive> void mistakes(
      String name, String noticedBy, Class<T> type, UnaryOperator<T> wrong) {
    computes(name, noticedBy, type, (right, e) -> wrong.apply(right).accept(e));
  }

  private static DoubleData mapped(DoubleData x, DoubleUnaryOperator function) {
    return filled(x, i -> function.applyAsDouble(x.get(i)));
  }

  /** Returns other numbers in the shape of the given ones. */
  private static DoubleData filled(DoubleData like, IntToDoubleFunction numbers) {
    DoubleData result = DoubleData.zeros(like.shape());
    Arrays.setAll(result.values(), numbers);
    return result;
  }

  /** Keeps 10 bits behind the point, like the matrix units of GPUs by default. */
  private static double tensorFloat(double x) {
    return Float.intBitsToFloat((Float.floatToIntBits((float) x) + 0x1000) & 0xFFFFE000);
  }

  private void unary() {
    unary(
        "sign of NaN is 0",
        "special values of sign",
        UnaryKind.SIGN,
        x -> Double.isNaN(x) ? 0 : Math.signum(x));
    unary("negate is 0 - x", "the sign of zero is kept: negate", UnaryKind.NEGATE, x -> 0 - x);
    unary("exp of few digits", "unary exp", UnaryKind.EXP, x -> Math.exp(x) * (1 + 1e-5));
    unary("exp is limited", "special values of exp", UnaryKind.EXP, x -> Math.exp(Math.min(x, 88)));
    unary(
        "log of zero is finite",
        "special values of log",
        UnaryKind.LOG,
        x -> Math.log(x == 0 ? 1e-30 : x));
    unary(
        "tanh of small numbers is 0",
        "unary tanh",
        UnaryKind.TANH,
        x -> Math.abs(x) < 1e-3 ? 0 : Math.tanh(x));
    unary(
        "sigmoid is cut off",
        "unary sigmoid",
        UnaryKind.SIGMOID,
        x -> x < -18 ? 0 : 1 / (1 + Math.exp(-x)));
    unary(
        "softplus overflows",
        "special values of softplus",
        UnaryKind.SOFTPLUS,
        x -> Math.log1p((float) Math.exp(x)));
    unary(
        "softplus loses digits to 1",
        "unary softplus",
        UnaryKind.SOFTPLUS,
        x -> Math.max(x, 0) + Math.log((float) (1 + Math.exp(-Math.abs(x)))));
    unary(
        "erf of few digits",
        "unary erf",
        UnaryKind.ERF,
        x -> Math.tanh(1.1283792 * x + 0.1009 * x * x * x));
    unary("sqrt of a rough root", "unary sqrt", UnaryKind.SQRT, x -> Math.sqrt(x) * (1 + 2e-7));
    unary(
        "denormals are flushed",
        "denormals are kept: sqrt",
        UnaryKind.SQRT,
        x -> Math.sqrt(Math.abs(x) < Float.MIN_NORMAL ? 0 : x));
  }

  private void unary(String name, String noticedBy, UnaryKind kind, DoubleUnaryOperator wrong) {
    computes(
        name,
        noticedBy,
        Unary.class,
        (op, e) -> op.kind() == kind ? mapped(e.value(op.x()), wrong) : op.accept(e));
  }

  private void elementwise() {
    computes(
        "maximum ignores NaN",
        "relu and clip keep NaN",
        Binary.class,
        (op, e) -> {
          DoubleData a = e.value(op.a());
          DoubleData b = e.value(op.b());
          return op.kind() == BinaryKind.MAXIMUM
              ? filled(a, i -> a.get(i) > b.get(i) ? a.get(i) : b.get(i))
              : op.accept(e);
        });
    mistakes(
        "operands are swapped",
        "binary subtract",
        Binary.class,
        op -> new Binary(op.kind(), op.b(), op.a()));
    computes(
        "division by a rough reciprocal",
        "binary divide",
        Binary.class,
        (op, e) -> mapped(op.accept(e), x -> op.kind() == BinaryKind.DIVIDE ? x * (1 + 4e-7) : x));
    mistakes(
        "less includes equal",
        "compare less",
        Compare.class,
        op ->
            op.kind() == CompareKind.LESS
                ? new Compare(CompareKind.LESS_OR_EQUAL, op.a(), op.b())
                : op);
    computes(
        "only positive masks select",
        "select by NaN, infinities and zeros",
        Select.class,
        (op, e) -> {
          DoubleData mask = e.value(op.mask());
          DoubleData a = e.value(op.a());
          DoubleData b = e.value(op.b());
          return filled(mask, i -> mask.get(i) > 0 ? a.get(i) : b.get(i));
        });
  }

  private void leaves() {
    AtomicInteger runs = new AtomicInteger();
    computes(
        "the batch size is that of the first run",
        "the batch size is a number like others",
        BatchSize.class,
        (op, e) -> {
          runs.compareAndSet(0, (int) op.accept(e).get(0));
          return DoubleData.scalar(runs.get());
        });
    String come = "input, parameter, constant and batch size come back";
    computes(
        "constants are rounded",
        come,
        Constant.class,
        (op, e) -> mapped(op.accept(e), Mutants::tensorFloat));
    computes(
        "stopGradient stops the value too",
        come,
        StopGradient.class,
        (op, e) -> mapped(op.accept(e), x -> 0));
  }

  private void moves() {
    computes(
        "broadcast repeats all elements in turn",
        "broadcast without a batch",
        Broadcast.class,
        (op, e) -> {
          DoubleData x = e.value(op.x());
          return filled(op.accept(e), i -> x.get(i % x.values().length));
        });
    computes(
        "transpose inverts the order",
        "transpose",
        Transpose.class,
        (op, e) -> {
          List<Integer> order = op.order();
          List<Integer> inverse =
              IntStream.range(0, order.size()).mapToObj(order::indexOf).toList();
          return filled(op.accept(e), new Transpose(op.x(), inverse).accept(e)::get);
        });
    mistakes(
        "slice begins at the beginning",
        "slice",
        Slice.class,
        op -> new Slice(op.x(), op.axis(), 0, op.size()));
    mistakes(
        "pad puts all zeros at the end",
        "pad",
        Pad.class,
        op -> new Pad(op.x(), op.axis(), 0, op.before() + op.after()));
    mistakes(
        "concat turns the order around",
        "concat",
        Concat.class,
        op -> {
          List<Tensor> inputs = new ArrayList<>(op.inputs());
          Collections.reverse(inputs);
          return new Concat(inputs, op.axis());
        });
    computes(
        "reshape turns the order around",
        "reshape",
        Reshape.class,
        (op, e) -> {
          DoubleData right = op.accept(e);
          return filled(right, i -> right.get(right.values().length - 1 - i));
        });
  }

  private void reductions() {
    computes(
        "the maximum of nothing is 0",
        "reduce nothing",
        Reduce.class,
        (op, e) -> mapped(op.accept(e), x -> x == Double.NEGATIVE_INFINITY ? 0 : x));
    computes(
        "sums have few digits",
        "reduce an axis of 207",
        Reduce.class,
        (op, e) -> mapped(op.accept(e), x -> op.kind() == ReduceKind.SUM ? tensorFloat(x) : x));
    computes(
        "the maximum ignores NaN",
        "sums and maxima of special values",
        Reduce.class,
        (op, e) -> mapped(op.accept(e), x -> Double.isNaN(x) ? 0 : x));
    computes(
        "long sums leave out the end",
        "reduce an axis of 1021",
        Reduce.class,
        (op, e) -> {
          DoubleData x = e.value(op.x());
          boolean leave = op.kind() == ReduceKind.SUM && x.values().length == 1021;
          return mapped(op.accept(e), sum -> leave ? sum - x.get(1020) : sum);
        });
  }

  private void products() {
    computes(
        "products have few digits",
        "matMul NN",
        MatMul.class,
        (op, e) -> mapped(op.accept(e), Mutants::tensorFloat));
    mistakes(
        "a square right matrix is not transposed",
        "matMul NT",
        MatMul.class,
        op -> new MatMul(op.a(), op.b(), op.transposeA(), op.transposeB() && !square(op.b())));
    mistakes(
        "a square left matrix is not transposed",
        "matMul TN",
        MatMul.class,
        op -> new MatMul(op.a(), op.b(), op.transposeA() && !square(op.a()), op.transposeB()));
    computes(
        "zeros are skipped",
        "a product with NaN or zero times infinity is NaN",
        MatMul.class,
        (op, e) -> mapped(op.accept(e), x -> Double.isNaN(x) ? 0 : x));
  }

  private void images() {
    mistakes(
        "all padding is above and on the left",
        "conv2d 3x3 stride 2 same",
        Conv2d.class,
        op -> new Conv2d(op.x(), op.filter(), shifted(op.window())));
    mistakes(
        "dilation is ignored",
        "conv2d 2x5 stride 3x1 dilation 4x2",
        Conv2d.class,
        op -> {
          Window w = op.window();
          Window dense =
              w.dilation(1, 1)
                  .padding(
                      w.top() + w.spanY() - w.height(),
                      w.bottom(),
                      w.left() + w.spanX() - w.width(),
                      w.right());
          return new Conv2d(op.x(), op.filter(), dense);
        });
    mistakes(
        "the gradient of images comes from shifted places",
        "transposedConv2d 3x3 stride 2 same",
        TransposedConv2d.class,
        op ->
            new TransposedConv2d(
                op.y(), op.filter(), shifted(op.window()), op.height(), op.width()));
    computes(
        "the gradient of filters has few digits",
        "conv2dFilterGradient 3x3 same",
        Conv2dFilterGradient.class,
        (op, e) -> mapped(op.accept(e), Mutants::tensorFloat));
    mistakes(
        "values choose themselves",
        "maxPool2d 2x2 stride 2",
        MaxPool2d.class,
        op -> new MaxPool2d(op.values(), op.values(), op.window()));
    computes(
        "padding is chosen",
        "maxPool2d 3x3 same",
        MaxPool2d.class,
        (op, e) -> mapped(op.accept(e), x -> op.window().top() > 0 ? Math.max(x, 0) : x));
    computes(
        "max pooling ignores NaN",
        "maxPool2d of special values",
        MaxPool2d.class,
        (op, e) -> mapped(op.accept(e), x -> Double.isNaN(x) ? 0 : x));
    computes(
        "equal keys share",
        "maxPool2d 2x2 stride 2",
        MaxUnpool2d.class,
        (op, e) -> mapped(op.accept(e), x -> x / 2));
  }

  private static Window shifted(Window w) {
    return w.padding(w.top() + w.bottom(), 0, w.left() + w.right(), 0);
  }

  private void indices() {
    computes(
        "rows outside the table are the nearest",
        "gather rows of a table",
        Gather.class,
        (op, e) -> {
          int last = op.table().shape().size(0) - 1;
          DoubleData table = e.value(op.table());
          DoubleData indices = e.value(op.indices());
          int width = last < 0 ? 1 : table.values().length / (last + 1);
          return filled(
              op.accept(e),
              i -> {
                double row = Math.max(0, Math.min(last, indices.get(i / width)));
                return last < 0 ? 0 : table.get(width * (int) row + i % width);
              });
        });
    computes(
        "the last value wins",
        "scatterAdd rows into a table",
        ScatterAdd.class,
        (op, e) -> mapped(op.accept(e), x -> Math.max(-1, Math.min(1, x))));
    computes(
        "conversion rounds down",
        "convert to whole numbers and back",
        Convert.class,
        (op, e) ->
            op.type() == ElementType.INT32 ? mapped(e.value(op.x()), Math::floor) : op.accept(e));
    unary(
        "round takes halves up",
        "special values of round",
        UnaryKind.ROUND,
        x -> Math.floor(x + 0.5));
    computes(
        "all matrices are the first",
        "matMul of many matrices NN",
        MatMul.class,
        (op, e) -> {
          DoubleData right = op.accept(e);
          int rank = right.shape().rank();
          int size = right.shape().size(rank - 1) * right.shape().size(rank - 2);
          return filled(right, i -> right.get(i % size));
        });
  }

  private static boolean square(Tensor x) {
    return !x.shape().isBatched() && x.shape().size(0) == x.shape().size(1);
  }

  private void random() {
    String uniform = "uniform numbers are the oracle's, bit by bit";
    String dependence = "random numbers depend on seed, step and stream alone";
    runs(
        "the high half of the step is ignored",
        uniform,
        r -> new RunRequest(r.feeds(), r.seed(), r.step() & 0xFFFFFFFFL));
    runs(
        "the high half of the seed is ignored",
        uniform,
        r -> new RunRequest(r.feeds(), r.seed() & 0xFFFFFFFFL, r.step()));
    runs("the step is ignored", dependence, r -> new RunRequest(r.feeds(), r.seed(), 0));
    mistakes(
        "the stream is ignored",
        dependence,
        Random.class,
        op -> new Random(op.distribution(), op.shape(), 0));
    computes(
        "23 bits are random",
        uniform,
        Random.class,
        (op, e) -> mapped(op.accept(e), x -> Math.floor(x * 0x1p23) * 0x1p-23));
    computes(
        "every row has the same noise",
        "random numbers do not depend on the shape",
        Random.class,
        (op, e) -> {
          DoubleData right = op.accept(e);
          int width = Math.max(1, op.shape().sampleElements());
          return filled(right, i -> right.get(i % width));
        });
    computes(
        "normal numbers spread too far",
        "random numbers have the stated moments",
        Random.class,
        (op, e) ->
            mapped(op.accept(e), x -> op.distribution() == Distribution.NORMAL ? 1.1 * x : x));
  }

  /** Passes everything on to an executable of the oracle; subclasses err in one place. */
  private static class Wrapper implements Executable {
    private final Executable right;

    Wrapper(Executable right) {
      this.right = right;
    }

    /** Returns the right results. */
    final List<TensorData> computed(RunRequest request) {
      return right.run(request);
    }

    @Override
    public Program program() {
      return right.program();
    }

    @Override
    public void run(RunRequest request, List<TensorData> results) {
      right.run(request, results);
    }

    @Override
    public TensorData read(String parameter) {
      return right.read(parameter);
    }

    @Override
    public void write(String parameter, TensorData value) {
      right.write(parameter, value);
    }

    @Override
    public void close() {
      right.close();
    }
  }

  private void compiles(String name, String noticedBy, Function<Program, Executable> compiler) {
    Backend backend =
        new Backend() {
          @Override
          public String description() {
            return name;
          }

          @Override
          public Executable compile(Program program) {
            return compiler.apply(program);
          }

          @Override
          public void close() {}
        };
    mutants.add(new Mutant(name, noticedBy, backend));
  }

  private void wraps(String name, String noticedBy, Function<Executable, Executable> wrong) {
    compiles(name, noticedBy, program -> wrong.apply(new ReferenceBackend().compile(program)));
  }

  /** Adds a backend that runs other requests than it is given. */
  private void runs(String name, String noticedBy, UnaryOperator<RunRequest> wrong) {
    wraps(
        name,
        noticedBy,
        right ->
            new Wrapper(right) {
              @Override
              public void run(RunRequest request, List<TensorData> results) {
                super.run(wrong.apply(request), results);
              }
            });
  }

  /** Adds a backend that runs with other feeds than it is given. */
  private void feeds(String name, String noticedBy, UnaryOperator<Feed> wrong) {
    runs(
        name,
        noticedBy,
        request ->
            new RunRequest(
                request.feeds().stream().map(wrong).toList(), request.seed(), request.step()));
  }

  private void state() {
    compiles(
        "updates see those before them",
        "updates are simultaneous: two parameters swap",
        SequentialUpdates::new);
    wraps(
        "parameters begin with ones",
        "parameters begin with zeros",
        right -> {
          for (Parameter parameter : right.program().parameters()) {
            TensorData ones = TensorData.zeros(parameter.shape());
            Arrays.fill(ones.values(), 1);
            right.write(parameter.name(), ones);
          }
          return right;
        });
    wraps(
        "writing keeps the array",
        "writing copies the values",
        right ->
            new Wrapper(right) {
              private final Map<String, TensorData> written = new HashMap<>();

              @Override
              public void write(String parameter, TensorData value) {
                written.put(parameter, value);
              }

              @Override
              public TensorData read(String parameter) {
                written.forEach(super::write);
                return super.read(parameter);
              }
            });
    wraps(
        "reading gives the array away",
        "reading copies the values",
        right ->
            new Wrapper(right) {
              private final Map<String, TensorData> given = new HashMap<>();

              @Override
              public TensorData read(String parameter) {
                return given.computeIfAbsent(parameter, super::read);
              }
            });
    String refused = "unknown parameters and wrong shapes are refused";
    wraps(
        "values of any shape may be written",
        refused,
        right ->
            new Wrapper(right) {
              @Override
              public void write(String parameter, TensorData value) {
                super.write(parameter, value.reshape(read(parameter).shape().sampleSizes()));
              }
            });
    wraps(
        "unknown parameters are zero",
        refused,
        right ->
            new Wrapper(right) {
              @Override
              public TensorData read(String parameter) {
                return program().parameters().stream().anyMatch(p -> p.name().equals(parameter))
                    ? super.read(parameter)
                    : TensorData.scalar(0);
              }
            });
    wraps(
        "weights are packed once",
        "a write between runs counts from the next run on",
        right ->
            new Wrapper(right) {
              private boolean packed;

              @Override
              public void write(String parameter, TensorData value) {
                if (!packed) {
                  super.write(parameter, value);
                }
              }

              @Override
              public void run(RunRequest request, List<TensorData> results) {
                packed = true;
                super.run(request, results);
              }
            });
    Map<Program, Executable> shared = new HashMap<>();
    compiles(
        "a program is compiled once",
        "executables of one program have parameters of their own",
        program ->
            new Wrapper(shared.computeIfAbsent(program, new ReferenceBackend()::compile)) {
              @Override
              public void close() {}
            });
    wraps(
        "parameters lose digits between steps",
        "200 steps of Adam on a denoising autoencoder follow the oracle",
        right ->
            new Wrapper(right) {
              @Override
              public void run(RunRequest request, List<TensorData> results) {
                super.run(request, results);
                for (Parameter parameter : program().parameters()) {
                  DoubleData value = DoubleData.from(read(parameter.name()));
                  write(parameter.name(), mapped(value, Mutants::tensorFloat).toTensorData());
                }
              }
            });
  }

  /** Stores each update before it computes the next. */
  private static final class SequentialUpdates extends Wrapper {
    private final Map<String, Executable> updates = new LinkedHashMap<>();

    SequentialUpdates(Program program) {
      super(new ReferenceBackend().compile(program));
      ReferenceBackend backend = new ReferenceBackend();
      program
          .updates()
          .forEach((p, value) -> updates.put(p.name(), backend.compile(Runs.program(value))));
    }

    @Override
    public void run(RunRequest request, List<TensorData> results) {
      updates.forEach(
          (name, update) -> {
            for (Parameter parameter : update.program().parameters()) {
              update.write(parameter.name(), read(parameter.name()));
            }
            write(name, update.run(request).get(0));
          });
    }
  }

  private void feeds() {
    feeds(
        "rows are taken in their own order",
        "feed rows in any order, some again",
        f -> f.rows() == null ? f : Feed.range(f.data(), 0, f.count()));
    feeds(
        "ranges begin with the first row",
        "feed ranges of rows",
        f -> new Feed(f.data(), f.rows(), 0, f.count()));
    Map<Object, int[]> orders = new HashMap<>();
    feeds(
        "the order of rows is remembered",
        "the order of rows may change between runs",
        f -> {
          int[] rows = f.rows();
          return rows == null
              ? f
              : new Feed(
                  f.data(), orders.computeIfAbsent(rows, r -> rows.clone()), f.from(), f.count());
        });
    remembers("the first data is remembered", "data sets may alternate", f -> "the same");
    remembers(
        "data is remembered by its array",
        "new data around a changed array is read anew",
        f -> f.data().values());
  }

  private void remembers(String name, String noticedBy, Function<Feed, Object> key) {
    Map<Object, TensorData> copies = new HashMap<>();
    feeds(
        name,
        noticedBy,
        f -> {
          TensorData copy =
              copies.computeIfAbsent(
                  key.apply(f), k -> TensorData.of(f.data().values().clone(), f.data().shape()));
          return new Feed(copy, f.rows(), f.from(), f.count());
        });
  }

  private void results() {
    wraps(
        "results of any shape are filled",
        "results of a wrong shape are refused",
        right ->
            new Wrapper(right) {
              @Override
              public void run(RunRequest request, List<TensorData> results) {
                float[] from = computed(request).get(0).values();
                float[] to = results.get(0).values();
                System.arraycopy(from, 0, to, 0, Math.min(from.length, to.length));
              }
            });
    wraps(
        "zeros are not written",
        "pad",
        right ->
            new Wrapper(right) {
              @Override
              public void run(RunRequest request, List<TensorData> results) {
                List<TensorData> before =
                    results.stream().map(DoubleData::from).map(DoubleData::toTensorData).toList();
                super.run(request, results);
                for (int i = 0; i < results.size(); i++) {
                  float[] values = results.get(i).values();
                  for (int j = 0; j < values.length; j++) {
                    values[j] = values[j] == 0 ? before.get(i).values()[j] : values[j];
                  }
                }
              }
            });
    wraps(
        "feeds are overwritten",
        "feeding leaves the data as it was",
        right ->
            new Wrapper(right) {
              @Override
              public void run(RunRequest request, List<TensorData> results) {
                super.run(request, results);
                request.feeds().forEach(feed -> Arrays.fill(feed.data().values(), 0));
              }
            });
  }

  private void lifecycle() {
    wraps(
        "closing does nothing",
        "a closed executable refuses to work",
        right ->
            new Wrapper(right) {
              @Override
              public void close() {}
            });
    List<Executable> leak = new ArrayList<>();
    wraps(
        "executables are never released",
        "closing releases what compiling took",
        right -> {
          leak.add(right);
          return leak.get(leak.size() - 1);
        });
    wraps(
        "threads share a request",
        "threads share an executable without updates",
        right ->
            new Wrapper(right) {
              private volatile RunRequest last = RunRequest.of();

              @Override
              public void run(RunRequest request, List<TensorData> results) {
                last = request;
                computed(request);
                super.run(last, results);
              }
            });
  }
}
