package dev.ae4j.tensorflow;

import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.OptimizerOptions;
import org.tensorflow.proto.RewriterConfig;

/**
 * The options of the backend.
 *
 * @param device what the user asked for
 * @param intraOpThreads threads that share one operation; 0 leaves the choice to TensorFlow
 * @param interOpThreads threads that run operations side by side; 0 leaves the choice to TensorFlow
 * @param memoryGrowth whether memory of a GPU is taken when needed, not all at once
 * @param xla whether operations are compiled together
 */
record Settings(
    String device, int intraOpThreads, int interOpThreads, boolean memoryGrowth, boolean xla) {
  static final OptionSchema SCHEMA =
      OptionSchema.builder()
          .text("device", Device.AUTO, "where to compute: auto, cpu, gpu or gpu:N")
          .integer(
              "intra-op-threads",
              0,
              0,
              1024,
              "threads that share one operation, for the whole process; 0 takes one per processor")
          .integer(
              "inter-op-threads",
              0,
              0,
              1024,
              "threads that run operations side by side; 0 takes one per processor")
          .flag("memory-growth", true, "take memory of a GPU when needed, not all of it at once")
          .flag("xla", false, "compile operations together: slow to start")
          .build();

  static Settings of(Options options) {
    return new Settings(
        options.text("device"),
        options.integer("intra-op-threads"),
        options.integer("inter-op-threads"),
        options.flag("memory-growth"),
        options.flag("xla"));
  }

  /** Returns the threads for people. */
  String describeThreads() {
    return "%s, %s%s"
        .formatted(
            threads(intraOpThreads, "intra-op"),
            threads(interOpThreads, "inter-op"),
            xla ? ", XLA" : "");
  }

  private static String threads(int threads, String kind) {
    int count = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    return count + " " + kind + (count == 1 ? " thread" : " threads");
  }

  /** Returns what TensorFlow must know to open a session. */
  ConfigProto config() {
    ConfigProto.Builder config =
        ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(intraOpThreads)
            .setInterOpParallelismThreads(interOpThreads)
            // Some operations on whole numbers have no kernel for GPUs
            .setAllowSoftPlacement(true)
            .setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(memoryGrowth));
    if (device.equals(Device.CPU)) {
      config.putDeviceCount("GPU", 0);
    }
    GraphOptions.Builder graph = config.getGraphOptionsBuilder();
    // It swaps functions and maxima, which is wrong for maxima of nothing
    graph.getRewriteOptionsBuilder().setArithmeticOptimization(RewriterConfig.Toggle.OFF);
    if (xla) {
      graph
          .getOptimizerOptionsBuilder()
          .setGlobalJitLevel(OptimizerOptions.GlobalJitLevel.ON_2)
          .setCpuGlobalJit(true);
    }
    return config.build();
  }
}
