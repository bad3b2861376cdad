package dev.ae4j.jvm.step;

import dev.ae4j.graph.op.ReduceKind;
import dev.ae4j.jvm.kernel.Kernels;
import dev.ae4j.jvm.kernel.ThreadTeam;
import dev.ae4j.jvm.kernel.Workspace;
import java.util.List;
import java.util.stream.Stream;

/**
 * Functions of the elements of tensors of one size, and reductions of their results.
 *
 * <p>The work is done tile by tile: each tile goes through all instructions while it is in the
 * cache. After the tiles of a block come the reductions of the block.
 */
public final class ElementwiseStep implements SampleStep, ThreadTeam.Task {
  /** The number of elements of a tile: those of half a dozen tensors fit the first-level cache. */
  public static final int TILE = 1024;

  /**
   * A reduction of all elements to one, made from a number for each block.
   *
   * @param kind how to combine
   * @param partials the numbers, in order, and nothing else
   * @param y the result
   */
  public record Total(ReduceKind kind, Buffer partials, Buffer y) {
    private void finish(Kernels kernels) {
      float[] parts = partials.array();
      y.array()[y.offset()] =
          kind == ReduceKind.SUM
              ? kernels.foldSums(parts, 0, parts.length)
              : kernels.max(parts, 0, parts.length);
    }
  }

  private final Engine engine;
  private final Workspace workspace;
  private final Instruction[] instructions;
  private final Instruction[] reductions;
  private final Total[] totals;
  private final Tile[] workers;
  private final int elements;
  private final int blockSize;
  private final int blocks;
  private final int shards;

  /**
   * Creates a step.
   *
   * @param engine what to compute with
   * @param workspace holds the scratch memory that the instructions refer to
   * @param elements the number of elements of each tensor
   * @param blockSize the number of elements of each block but the last
   * @param instructions what to do with each tile
   * @param reductions what to do with each block
   * @param totals what to do after the last block
   */
  public ElementwiseStep(
      Engine engine,
      Workspace workspace,
      int elements,
      int blockSize,
      List<Instruction> instructions,
      List<Instruction> reductions,
      List<Total> totals) {
    this.engine = engine;
    this.workspace = workspace;
    this.instructions = instructions.toArray(Instruction[]::new);
    this.reductions = reductions.toArray(Instruction[]::new);
    this.totals = totals.toArray(Total[]::new);
    this.elements = elements;
    this.blockSize = blockSize;
    this.blocks = blocks(elements, blockSize);
    int cost =
        Stream.concat(instructions.stream(), reductions.stream()).mapToInt(Instruction::cost).sum();
    this.shards = engine.shards((long) cost * elements, blocks);
    this.workers = new Tile[engine.team().threads()];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Tile();
    }
  }

  /** Returns into how many blocks some elements are cut. */
  public static int blocks(int elements, int blockSize) {
    return Engine.pieces(elements, blockSize);
  }

  @Override
  public void run() {
    engine.team().run(this, shards);
    for (Total total : totals) {
      total.finish(engine.kernels());
    }
  }

  @Override
  public void run(int shard, int worker) {
    Tile tile = workers[worker];
    tile.use(workspace.own(worker));
    int end = Engine.start(shard + 1, shards, blocks);
    for (int block = Engine.start(shard, shards, blocks); block < end; block++) {
      runBlock(block, tile);
    }
  }

  /** For steps without reductions; see {@link SampleStep#run}. */
  @Override
  public void run(int samples, int first, int end, int worker) {
    Tile tile = workers[worker];
    tile.use(workspace.own(worker));
    int stop = Engine.start(end, samples, elements);
    for (int start = Engine.start(first, samples, elements); start < stop; start += TILE) {
      tile.moveTo(start, Math.min(TILE, stop - start));
      for (Instruction instruction : instructions) {
        instruction.run(engine.kernels(), tile);
      }
    }
  }

  private void runBlock(int block, Tile tile) {
    Kernels kernels = engine.kernels();
    int start = block * blockSize;
    int count = Math.min(blockSize, elements - start);
    tile.moveToBlock(block, start, count);
    for (int done = 0; done < count; done += TILE) {
      tile.moveTo(start + done, Math.min(TILE, count - done));
      for (Instruction instruction : instructions) {
        instruction.run(kernels, tile);
      }
    }
    tile.moveTo(start, count);
    for (Instruction reduction : reductions) {
      reduction.run(kernels, tile);
    }
  }
}
