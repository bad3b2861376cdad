package dev.ae4j.jvm.plan;

import dev.ae4j.BackendException;
import dev.ae4j.data.TensorData;
import dev.ae4j.jvm.step.Buffer;
import dev.ae4j.jvm.step.InputBinding;
import dev.ae4j.jvm.step.RandomKey;
import dev.ae4j.jvm.step.Step;
import dev.ae4j.spi.backend.RunRequest;
import java.util.List;
import java.util.concurrent.CompletionException;

/**
 * A program made ready for one batch size: steps in order, and the memory that they work on.
 *
 * <p>For one thread at a time.
 */
public final class Plan {
  private static final float[] NONE = {};

  private final int batchSize;
  private final RandomKey key;
  private final InputBinding[] inputs;
  private final Buffer[] outputs;
  private final Step[] steps;

  Plan(
      int batchSize,
      RandomKey key,
      List<InputBinding> inputs,
      List<Buffer> outputs,
      List<Step> steps) {
    this.batchSize = batchSize;
    this.key = key;
    this.inputs = inputs.toArray(InputBinding[]::new);
    this.outputs = outputs.toArray(Buffer[]::new);
    this.steps = steps.toArray(Step[]::new);
  }

  /** Returns the number of samples that this plan is for. */
  public int batchSize() {
    return batchSize;
  }

  /**
   * Runs the program.
   *
   * @param request what is fed, of the shapes that the program says
   * @param results receive the outputs, of the shapes that the program says
   * @throws IndexOutOfBoundsException if the data of a feed lacks a row that is asked for
   * @throws BackendException if a step fails; the cause is what it threw on whichever thread
   */
  public void run(RunRequest request, List<TensorData> results) {
    key.set(request.seed(), request.step());
    for (int i = 0; i < inputs.length; i++) {
      inputs[i].bind(request.feeds().get(i));
    }
    boolean direct = areSeparate(request, results);
    for (int i = 0; i < outputs.length; i++) {
      float[] values = results.get(i).values();
      outputs[i].bind(direct ? values : new float[values.length], 0);
    }
    try {
      for (Step step : steps) {
        step.run();
      }
      if (!direct) {
        copyOutputs(results);
      }
    } catch (CompletionException e) {
      throw failed(e.getCause() == null ? e : e.getCause());
    } catch (RuntimeException | Error e) {
      throw failed(e);
    } finally {
      unbind();
    }
  }

  private static BackendException failed(Throwable cause) {
    return new BackendException("The backend jvm failed to run a program: " + cause, cause);
  }

  /** Returns whether writing a result changes no input and no other result. */
  private static boolean areSeparate(RunRequest request, List<TensorData> results) {
    for (int i = 0; i < results.size(); i++) {
      float[] values = results.get(i).values();
      for (int j = 0; j < i; j++) {
        if (results.get(j).values() == values) {
          return false;
        }
      }
      for (int j = 0; j < request.feeds().size(); j++) {
        if (request.feeds().get(j).data().values() == values) {
          return false;
        }
      }
    }
    return true;
  }

  private void copyOutputs(List<TensorData> results) {
    for (int i = 0; i < outputs.length; i++) {
      float[] values = results.get(i).values();
      System.arraycopy(outputs[i].array(), 0, values, 0, values.length);
    }
  }

  /** Lets go of the caller's arrays, which may be large. */
  private void unbind() {
    for (InputBinding input : inputs) {
      input.unbind();
    }
    for (Buffer output : outputs) {
      output.bind(NONE, 0);
    }
  }
}
