package dev.ae4j.jvm.plan;

import dev.ae4j.graph.ElementType;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Binary;
import dev.ae4j.graph.op.BinaryKind;
import dev.ae4j.graph.op.Broadcast;
import dev.ae4j.graph.op.Compare;
import dev.ae4j.graph.op.Constant;
import dev.ae4j.graph.op.Conv2d;
import dev.ae4j.graph.op.Convert;
import dev.ae4j.graph.op.Input;
import dev.ae4j.graph.op.MatMul;
import dev.ae4j.graph.op.Operation;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.graph.op.Primitive;
import dev.ae4j.graph.op.Random;
import dev.ae4j.graph.op.Reshape;
import dev.ae4j.graph.op.Select;
import dev.ae4j.graph.op.TransposedConv2d;
import dev.ae4j.graph.op.Unary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which tensors of a simplified program have to be computed, and what each is computed from.
 *
 * <p>Tensors that hold the same elements in the same order as another one are not computed: they
 * stand for their {@linkplain #origin origin}. A repetition is not computed either where
 * element-wise functions read it, since they can repeat what it is made from as they go.
 */
final class Graph {
  /**
   * A tensor that the computation of another one reads.
   *
   * @param tensor what is read, an origin
   * @param aligned whether element {@code i} is read for element {@code i} of the result only
   */
  record Read(Tensor tensor, boolean aligned) {}

  /**
   * A matrix product or convolution together with the row of numbers that is added along its last
   * axis.
   *
   * @param operation the product
   * @param bias the row, or null
   */
  record Product(Primitive operation, @Nullable Tensor bias) {}

  private final Program program;
  private final Sizes sizes;
  private final Map<Tensor, Product> products = new HashMap<>();
  private final Map<Tensor, List<Read>> reads = new HashMap<>();
  private final List<Tensor> computed = new ArrayList<>();

  Graph(Program program, Sizes sizes) {
    this.program = program;
    this.sizes = sizes;
    findProducts();
    findComputed();
  }

  /** Returns the program. */
  Program program() {
    return program;
  }

  /** Returns the sizes of tensors. */
  Sizes sizes() {
    return sizes;
  }

  /** Returns the tensors that have to be computed, each after those that it is computed from. */
  List<Tensor> computed() {
    return computed;
  }

  /** Returns whether a tensor has to be computed; else it is an input, parameter or constant. */
  boolean isComputed(Tensor tensor) {
    return reads.containsKey(tensor);
  }

  /** Returns what a computed tensor is computed from. */
  List<Read> reads(Tensor tensor) {
    return reads.getOrDefault(tensor, List.of());
  }

  /** Returns the product that computes a tensor, or null. */
  @Nullable Product product(Tensor tensor) {
    return products.get(tensor);
  }

  /** Returns the tensor whose elements, in the same order, are those of the given one. */
  Tensor origin(Tensor tensor) {
    Tensor origin = tensor;
    while (true) {
      Operation operation = origin.operation();
      if (operation instanceof Reshape reshape) {
        origin = reshape.x();
      } else if (operation instanceof Convert convert && convert.type() == ElementType.FLOAT32) {
        // Whole numbers are kept as float32.
        origin = convert.x();
      } else if (operation instanceof Broadcast broadcast
          && sizes.elements(broadcast.x()) == sizes.elements(origin)) {
        origin = broadcast.x();
      } else {
        return origin;
      }
    }
  }

  /** Returns whether each element of a tensor depends on one element of each operand. */
  boolean isElementwise(Tensor tensor) {
    Operation operation = tensor.operation();
    return !products.containsKey(tensor)
        && (operation instanceof Unary
            || operation instanceof Binary
            || operation instanceof Compare
            || operation instanceof Convert
            || operation instanceof Select
            || operation instanceof Random);
  }

  private void findProducts() {
    Map<Tensor, Integer> uses = new HashMap<>();
    for (Tensor tensor : program.tensors()) {
      tensor.operation().inputs().forEach(input -> uses.merge(input, 1, Integer::sum));
    }
    program.outputs().values().forEach(tensor -> uses.merge(tensor, 1, Integer::sum));
    program.updates().values().forEach(tensor -> uses.merge(tensor, 1, Integer::sum));
    for (Tensor tensor : program.tensors()) {
      if (isProduct(tensor)) {
        products.put(tensor, new Product((Primitive) tensor.operation(), null));
      } else if (tensor.operation() instanceof Binary binary && binary.kind() == BinaryKind.ADD) {
        Product sum = withBias(binary.a(), binary.b(), uses);
        sum = sum != null ? sum : withBias(binary.b(), binary.a(), uses);
        if (sum != null) {
          products.put(tensor, sum);
        }
      }
    }
  }

  private static boolean isProduct(Tensor tensor) {
    Operation operation = tensor.operation();
    return operation instanceof MatMul
        || operation instanceof Conv2d
        || operation instanceof TransposedConv2d;
  }

  /** Decides by the structure of the graph alone, since where a sum begins changes its bits. */
  private static @Nullable Product withBias(
      Tensor product, Tensor bias, Map<Tensor, Integer> uses) {
    if (isProduct(product)
        && uses.getOrDefault(product, 0) == 1
        && bias.operation() instanceof Broadcast broadcast) {
      Tensor row = broadcast.x();
      int columns = product.shape().size(product.shape().rank() - 1);
      boolean fits =
          row.shape().rank() == 0
              ? columns == 1
              : row.shape().rank() == 1
                  && !row.shape().isBatched()
                  && row.shape().size(0) == columns;
      return fits ? new Product((Primitive) product.operation(), row) : null;
    }
    return null;
  }

  private void findComputed() {
    Set<Tensor> needed = new HashSet<>();
    program.outputs().values().forEach(tensor -> needed.add(origin(tensor)));
    program.updates().values().forEach(tensor -> needed.add(origin(tensor)));
    List<Tensor> tensors = program.tensors();
    for (int i = tensors.size() - 1; i >= 0; i--) {
      Tensor tensor = tensors.get(i);
      if (needed.contains(tensor) && !isGiven(tensor)) {
        List<Read> operands = findReads(tensor);
        operands.forEach(read -> needed.add(read.tensor()));
        reads.put(tensor, operands);
        computed.add(tensor);
      }
    }
    Collections.reverse(computed);
  }

  private static boolean isGiven(Tensor tensor) {
    Operation operation = tensor.operation();
    return operation instanceof Input
        || operation instanceof Parameter
        || operation instanceof Constant;
  }

  private List<Read> findReads(Tensor tensor) {
    List<Read> operands = new ArrayList<>();
    Product product = products.get(tensor);
    if (product != null) {
      for (Tensor input : product.operation().inputs()) {
        operands.add(new Read(origin(input), false));
      }
      if (product.bias() != null) {
        operands.add(new Read(origin(product.bias()), false));
      }
      return operands;
    }
    for (Tensor input : tensor.operation().inputs()) {
      Tensor operand = origin(input);
      if (!isElementwise(tensor)) {
        operands.add(new Read(operand, false));
      } else if (operand.operation() instanceof Broadcast broadcast) {
        operands.add(new Read(origin(broadcast.x()), false));
      } else {
        operands.add(new Read(operand, true));
      }
    }
    return operands;
  }
}
