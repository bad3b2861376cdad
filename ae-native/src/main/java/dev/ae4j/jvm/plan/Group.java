package dev.ae4j.jvm.plan;

import dev.ae4j.graph.Tensor;
import dev.ae4j.jvm.kernel.Kernels;
import dev.ae4j.jvm.step.ElementwiseStep;
import java.util.ArrayList;
import java.util.List;

/**
 * Tensors that one step computes: one of any kind, or any number of element-wise functions over as
 * many elements together with reductions of their results.
 */
final class Group {
  // Longer rows had better be reduced when they are complete.
  private static final int LONGEST_ROW = Kernels.ELEMENT_BLOCK;

  private final List<Tensor> tensors = new ArrayList<>();
  private final boolean elementwise;
  private final int elements;
  private final List<Integer> rowLengths = new ArrayList<>();
  private boolean hasTotal;
  private int blockSize = ElementwiseStep.TILE;

  /** Creates a group of one tensor that is not element-wise. */
  Group(Tensor tensor) {
    tensors.add(tensor);
    elementwise = false;
    elements = 0;
  }

  /** Creates a group of element-wise functions over a number of elements, to be added. */
  Group(int elements) {
    this.elementwise = true;
    this.elements = elements;
  }

  boolean isElementwise() {
    return elementwise;
  }

  /** Returns the tensors, each after those that it is computed from. */
  List<Tensor> tensors() {
    return tensors;
  }

  /** Returns the number of elements of the element-wise functions. */
  int elements() {
    return elements;
  }

  /** Returns how many elements are reduced at once. */
  int blockSize() {
    return Math.max(1, Math.min(blockSize, elements));
  }

  void add(Tensor tensor) {
    tensors.add(tensor);
  }

  /** Adds a reduction of all elements to one, unless it needs other blocks than the rest. */
  boolean addTotal(Tensor tensor) {
    // Partial results have to be those of the blocks that kernels reduce at once.
    int size = Kernels.ELEMENT_BLOCK;
    if (size < elements && rowLengths.stream().anyMatch(length -> size % length != 0)) {
      return false;
    }
    hasTotal = true;
    blockSize = size;
    tensors.add(tensor);
    return true;
  }

  /** Adds a reduction of each row to one element, unless it needs other blocks than the rest. */
  boolean addRowReduction(Tensor tensor, int length) {
    boolean free = !hasTotal && rowLengths.isEmpty();
    int size = free ? Math.max(1, ElementwiseStep.TILE / length) * length : blockSize;
    if (length > LONGEST_ROW || (size < elements && size % length != 0)) {
      return false;
    }
    rowLengths.add(length);
    blockSize = size;
    tensors.add(tensor);
    return true;
  }
}
