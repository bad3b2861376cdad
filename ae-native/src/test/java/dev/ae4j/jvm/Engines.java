package dev.ae4j.jvm;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import dev.ae4j.jvm.kernel.KernelSelection;
import dev.ae4j.jvm.kernel.Kernels;
import dev.ae4j.jvm.kernel.ThreadTeam;
import dev.ae4j.jvm.step.Engine;
import dev.ae4j.spi.backend.Executable;
import dev.ae4j.training.TrainingListener;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Backends and numbers for tests. */
final class Engines {
  private Engines() {}

  static JvmBackend backend(int threads) {
    return backend(KernelSelection.select().kernels(), threads);
  }

  static JvmBackend backend(String kernels, int threads) {
    return backend(KernelSelection.select(kernels).kernels(), threads);
  }

  static JvmBackend backend(Kernels kernels, int threads) {
    return new JvmBackend(new Engine(kernels, new ThreadTeam(threads)), ThreadTeam::close);
  }

  /** Returns numbers between -1 and 1. */
  static TensorData numbers(long seed, int... sizes) {
    Random random = new Random(seed);
    TensorData data = TensorData.zeros(Shape.of(sizes));
    for (int i = 0; i < data.values().length; i++) {
      data.values()[i] = 2 * random.nextFloat() - 1;
    }
    return data;
  }

  /** Returns the bits of all numbers; all NaNs are alike. */
  static List<int[]> bits(List<TensorData> data) {
    return data.stream().map(Engines::bits).toList();
  }

  static int[] bits(TensorData data) {
    int[] bits = new int[data.values().length];
    Arrays.setAll(bits, i -> Float.floatToIntBits(data.values()[i]));
    return bits;
  }

  /** Returns a listener that interrupts the thread that trains after a batch, counted from 1. */
  static TrainingListener interruptingAt(int epoch, int batch) {
    return new TrainingListener() {
      @Override
      public void onBatch(int e, int b, float loss) {
        if (e == epoch && b == batch) {
          Thread.currentThread().interrupt();
        }
      }
    };
  }

  static float number(Executable executable, String parameter) {
    return executable.read(parameter).values()[0];
  }
}
