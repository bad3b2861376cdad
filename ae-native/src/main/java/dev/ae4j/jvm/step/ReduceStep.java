package dev.ae4j.jvm.step;

import dev.ae4j.graph.op.ReduceKind;
import dev.ae4j.jvm.kernel.Kernels;
import dev.ae4j.jvm.kernel.ThreadTeam;

/** Combines the elements along the middle axis of a tensor {@code [outer, reduced, inner]}. */
public final class ReduceStep implements SampleStep, ThreadTeam.Task {
  private final Engine engine;
  private final ReduceKind kind;
  private final Buffer x;
  private final Buffer y;
  private final int reduced;
  private final int inner;

  /** How many of the reduced positions make one piece; pieces have results of their own. */
  private final int block;

  private final int blocks;
  private final int pieces;
  private final int shards;

  /** The results of the pieces of a reduction that has to be cut. */
  private final Buffer partials;

  /**
   * Creates a step that fills {@code y}.
   *
   * @param engine what to compute with
   * @param kind how to combine
   * @param x the operand
   * @param outer the number of positions before the reduced axis
   * @param reduced the number of positions along it
   * @param inner the number of positions after it
   * @param y the result
   * @param partials the results of pieces
   */
  public ReduceStep(
      Engine engine,
      ReduceKind kind,
      Buffer x,
      int outer,
      int reduced,
      int inner,
      Buffer y,
      Partials partials) {
    this.engine = engine;
    this.kind = kind;
    this.x = x;
    this.y = y;
    this.reduced = reduced;
    this.inner = inner;
    int kernelBlock = inner == 1 ? Kernels.ELEMENT_BLOCK : Kernels.ROW_BLOCK;
    boolean cut = outer == 1 && reduced > kernelBlock;
    block = cut ? kernelBlock : reduced;
    blocks = cut ? Engine.pieces(reduced, block) : 1;
    pieces = cut ? blocks : outer;
    shards = engine.shards((long) outer * reduced * inner, pieces);
    this.partials = cut ? new Buffer(partials.of(Math.multiplyExact(blocks, inner))) : y;
  }

  /**
   * Returns how many samples at a time the positions of all samples can be reduced, or a multiple.
   *
   * @param ofSample the number of positions of a sample
   */
  public static int samples(int ofSample) {
    return Kernels.ROW_BLOCK / Math.min(Integer.lowestOneBit(ofSample), Kernels.ROW_BLOCK);
  }

  @Override
  public void run() {
    engine.team().run(this, shards);
    finish();
  }

  @Override
  public void run(int shard, int worker) {
    reduce(Engine.start(shard, shards, pieces), Engine.start(shard + 1, shards, pieces));
  }

  /** For reductions within samples, and of as many samples as {@link #samples} says. */
  @Override
  public void run(int samples, int first, int end, int worker) {
    if (blocks == 1) {
      reduce(Engine.start(first, samples, pieces), Engine.start(end, samples, pieces));
    } else {
      int begin = Engine.start(first, samples, reduced) / block;
      reduce(begin, Engine.pieces(Engine.start(end, samples, reduced), block));
    }
  }

  private void reduce(int first, int end) {
    if (inner == 1 && blocks == 1) {
      reduceLines(first, end - first, reduced);
      return;
    }
    for (int piece = first; piece < end; piece++) {
      int begin = blocks > 1 ? piece * block : 0;
      int count = Math.min(block, reduced - begin);
      if (inner == 1) {
        reduceLines(piece, 1, count);
      } else {
        reduceRows(piece, count);
      }
    }
  }

  private void reduceLines(int piece, int lines, int count) {
    engine
        .kernels()
        .reduceOverColumns(
            kind,
            x.array(),
            x.offset() + piece * block,
            block,
            lines,
            count,
            partials.array(),
            partials.offset() + piece);
  }

  private void reduceRows(int piece, int count) {
    engine
        .kernels()
        .reduceOverRows(
            kind,
            x.array(),
            x.offset() + piece * block * inner,
            inner,
            count,
            inner,
            partials.array(),
            partials.offset() + piece * inner);
  }

  @Override
  public void finish() {
    if (blocks == 1) {
      return;
    }
    Kernels kernels = engine.kernels();
    float[] from = partials.array();
    if (inner > 1) {
      kernels.foldRows(kind, from, 0, blocks, inner, y.array(), y.offset());
    } else {
      y.array()[y.offset()] =
          kind == ReduceKind.SUM ? kernels.foldSums(from, 0, blocks) : kernels.max(from, 0, blocks);
    }
  }
}
