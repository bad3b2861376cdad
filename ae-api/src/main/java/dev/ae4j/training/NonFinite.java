package dev.ae4j.training;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.ElementType;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Constant;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.spi.backend.Backend;
import dev.ae4j.spi.backend.Executable;
import dev.ae4j.spi.backend.RunRequest;
import java.util.List;
import java.util.Optional;

/** Finds the tensor of a step that is the first to have elements that are no finite numbers. */
final class NonFinite {
  private final Backend backend;
  private final ModelGraph model;
  private final Program step;

  /**
   * Creates a search.
   *
   * @param model the model as it is trained
   * @param step the program of a step
   */
  NonFinite(Backend backend, ModelGraph model, Program step) {
    this.backend = backend;
    this.model = model;
    this.step = step;
  }

  /**
   * Returns which operation, of which part of the model, was the first; empty if all tensors are
   * finite.
   *
   * @param before holds the parameters before the step; they stay as they are
   * @param request what the step is run with
   */
  Optional<String> find(Executable before, RunRequest request) {
    List<Tensor> tensors =
        step.tensors().stream()
            .filter(tensor -> tensor.type() == ElementType.FLOAT32)
            .filter(tensor -> !(tensor.operation() instanceof Constant))
            .toList();
    // The number of such elements, since that is cheaper to keep than the elements of all tensors
    Program.Builder counts = Program.builder();
    for (int i = 0; i < tensors.size(); i++) {
      Tensor isFinite = tensors.get(i).abs().atMost(Tensor.scalar(Float.MAX_VALUE));
      counts.output(Integer.toString(i), isFinite.select(Tensor.scalar(0), Tensor.scalar(1)).sum());
    }
    Program program = counts.build();
    try (Executable executable = backend.compile(program)) {
      for (Parameter parameter : program.parameters()) {
        executable.write(parameter.name(), before.read(parameter.name()));
      }
      List<TensorData> found = executable.run(inOrderOf(program, request));
      for (int i = 0; i < tensors.size(); i++) {
        if (found.get(i).values()[0] > 0) {
          return Optional.of(describe(tensors.get(i)));
        }
      }
      return Optional.empty();
    }
  }

  /** The two programs have the same inputs, but perhaps in another order. */
  private RunRequest inOrderOf(Program program, RunRequest request) {
    return new RunRequest(
        program.inputs().stream()
            .map(input -> request.feeds().get(step.inputs().indexOf(input)))
            .toList(),
        request.seed(),
        request.step());
  }

  private String describe(Tensor tensor) {
    if (tensor.operation() instanceof Parameter parameter) {
      return "the weights " + parameter.name();
    }
    String part;
    if (!behind(model.loss()).contains(tensor)) {
      part = "the gradient behind " + layerOf(tensor);
    } else if (behind(model.reconstruction()).contains(tensor)) {
      part = layerOf(tensor);
    } else {
      part = "the loss";
    }
    return "%s %s of %s".formatted(tensor.operation().name(), tensor.shape(), part);
  }

  /** Returns a tensor and all that it is computed from, each after its inputs. */
  private static List<Tensor> behind(Tensor tensor) {
    return Program.builder().output("tensor", tensor).build().tensors();
  }

  /** Returns the path of the layer whose parameters were the last that a tensor comes from. */
  private static String layerOf(Tensor tensor) {
    String layer = "the samples";
    for (Tensor each : behind(tensor)) {
      for (Tensor input : each.operation().inputs()) {
        if (input.operation() instanceof Parameter parameter && !UpdateGraph.isSlot(parameter)) {
          layer = parameter.name().substring(0, Math.max(parameter.name().lastIndexOf('/'), 0));
        }
      }
    }
    return layer;
  }
}
