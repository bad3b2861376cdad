package dev.ae4j.jvm.step;

import dev.ae4j.graph.op.BinaryKind;
import dev.ae4j.graph.op.CompareKind;
import dev.ae4j.graph.op.Random.Distribution;
import dev.ae4j.graph.op.ReduceKind;
import dev.ae4j.graph.op.UnaryKind;
import dev.ae4j.jvm.kernel.Kernels;

/** A function of the elements of one tile or, for reductions, one block of an element-wise step. */
public sealed interface Instruction {
  /** Computes the elements at hand. */
  void run(Kernels kernels, Tile tile);

  /** Returns how long it takes for one element, in units of the simplest function. */
  default int cost() {
    return 1;
  }

  /** {@code y = kind(x)}. */
  record Unary(UnaryKind kind, Place x, Place y) implements Instruction {
    @Override
    public void run(Kernels kernels, Tile tile) {
      kernels.unary(
          kind, x.array(tile), x.offset(tile), y.array(tile), y.offset(tile), tile.count());
    }

    @Override
    public int cost() {
      return switch (kind) {
        case NEGATE, ABS, SIGN, FLOOR, ROUND -> 1;
        case SQRT -> 3;
        case EXP, LOG, TANH, SIGMOID, SOFTPLUS, ERF -> 6;
      };
    }
  }

  /** {@code y = x}, truncated to whole numbers; see {@link Kernels#truncate}. */
  record Truncate(Place x, Place y) implements Instruction {
    @Override
    public void run(Kernels kernels, Tile tile) {
      kernels.truncate(x.array(tile), x.offset(tile), y.array(tile), y.offset(tile), tile.count());
    }
  }

  /** {@code y = kind(a, b)}. */
  record Binary(BinaryKind kind, Place a, Place b, Place y) implements Instruction {
    @Override
    public void run(Kernels kernels, Tile tile) {
      kernels.binary(
          kind,
          a.array(tile),
          a.offset(tile),
          b.array(tile),
          b.offset(tile),
          y.array(tile),
          y.offset(tile),
          tile.count());
    }
  }

  /** {@code y = kind(a, b)} for one {@code b}. */
  record BinaryWithRight(BinaryKind kind, Place a, Scalar b, Place y) implements Instruction {
    @Override
    public void run(Kernels kernels, Tile tile) {
      kernels.binary(
          kind,
          a.array(tile),
          a.offset(tile),
          b.value(),
          y.array(tile),
          y.offset(tile),
          tile.count());
    }
  }

  /** {@code y = kind(a, b)} for one {@code a}. */
  record BinaryWithLeft(BinaryKind kind, Scalar a, Place b, Place y) implements Instruction {
    @Override
    public void run(Kernels kernels, Tile tile) {
      kernels.binary(
          kind,
          a.value(),
          b.array(tile),
          b.offset(tile),
          y.array(tile),
          y.offset(tile),
          tile.count());
    }
  }

  /** {@code y = kind(a, b) ? 1 : 0}. */
  record Compare(CompareKind kind, Place a, Place b, Place y) implements Instruction {
    @Override
    public void run(Kernels kernels, Tile tile) {
      kernels.compare(
          kind,
          a.array(tile),
          a.offset(tile),
          b.array(tile),
          b.offset(tile),
          y.array(tile),
          y.offset(tile),
          tile.count());
    }
  }

  /** {@code y = kind(a, b) ? 1 : 0} for one {@code b}. */
  record CompareWithRight(CompareKind kind, Place a, Scalar b, Place y) implements Instruction {
    @Override
    public void run(Kernels kernels, Tile tile) {
      kernels.compare(
          kind,
          a.array(tile),
          a.offset(tile),
          b.value(),
          y.array(tile),
          y.offset(tile),
          tile.count());
    }
  }

  /** {@code y = kind(a, b) ? 1 : 0} for one {@code a}. */
  record CompareWithLeft(CompareKind kind, Scalar a, Place b, Place y) implements Instruction {
    @Override
    public void run(Kernels kernels, Tile tile) {
      kernels.compare(
          kind,
          a.value(),
          b.array(tile),
          b.offset(tile),
          y.array(tile),
          y.offset(tile),
          tile.count());
    }
  }

  /** {@code y = mask != 0 ? a : b}. */
  record Select(Place mask, Operand a, Operand b, Place y) implements Instruction {
    @Override
    public void run(Kernels kernels, Tile tile) {
      float[] m = mask.array(tile);
      int mo = mask.offset(tile);
      float[] out = y.array(tile);
      int yo = y.offset(tile);
      int n = tile.count();
      if (a instanceof Place left) {
        if (b instanceof Place right) {
          kernels.select(
              m,
              mo,
              left.array(tile),
              left.offset(tile),
              right.array(tile),
              right.offset(tile),
              out,
              yo,
              n);
        } else {
          kernels.select(
              m, mo, left.array(tile), left.offset(tile), ((Scalar) b).value(), out, yo, n);
        }
      } else {
        float left = ((Scalar) a).value();
        if (b instanceof Place right) {
          kernels.select(m, mo, left, right.array(tile), right.offset(tile), out, yo, n);
        } else {
          kernels.select(m, mo, left, ((Scalar) b).value(), out, yo, n);
        }
      }
    }
  }

  /** {@code y = kind(a, b) ? x : other} for one {@code a} and one {@code other}. */
  record Choose(CompareKind kind, Scalar a, Place b, Place x, Scalar other, Place y)
      implements Instruction {
    @Override
    public void run(Kernels kernels, Tile tile) {
      kernels.choose(
          kind,
          a.value(),
          b.array(tile),
          b.offset(tile),
          x.array(tile),
          x.offset(tile),
          other.value(),
          y.array(tile),
          y.offset(tile),
          tile.count());
    }
  }

  /** {@code y = (x s) (1 - s)}. */
  record SigmoidGradient(Place x, Place s, Place y) implements Instruction {
    @Override
    public void run(Kernels kernels, Tile tile) {
      kernels.sigmoidGradient(
          x.array(tile),
          x.offset(tile),
          s.array(tile),
          s.offset(tile),
          y.array(tile),
          y.offset(tile),
          tile.count());
    }
  }

  /** What {@link Adam} remembers of earlier gradients, and how much of the old and the new. */
  record Moment(Scalar keep, Scalar take, Place place) {}

  /** A step from {@code x} to {@code y}, see {@link Kernels#adam}. */
  record Adam(
      Moment mean, Moment square, Scalar scale, Scalar epsilon, Place gradient, Place x, Place y)
      implements Instruction {
    @Override
    public void run(Kernels kernels, Tile tile) {
      kernels.adam(
          mean.keep.value(),
          mean.take.value(),
          square.keep.value(),
          square.take.value(),
          scale.value(),
          epsilon.value(),
          gradient.array(tile),
          gradient.offset(tile),
          mean.place.array(tile),
          mean.place.offset(tile),
          square.place.array(tile),
          square.place.offset(tile),
          x.array(tile),
          x.offset(tile),
          y.array(tile),
          y.offset(tile),
          tile.count());
    }

    @Override
    public int cost() {
      return 12;
    }
  }

  /** {@code y = x}. */
  record Copy(Place x, Place y) implements Instruction {
    @Override
    public void run(Kernels kernels, Tile tile) {
      kernels.copy(x.array(tile), x.offset(tile), y.array(tile), y.offset(tile), tile.count());
    }
  }

  /** {@code y = x} for one {@code x}. */
  record Fill(Scalar x, Place y) implements Instruction {
    @Override
    public void run(Kernels kernels, Tile tile) {
      kernels.fill(x.value(), y.array(tile), y.offset(tile), tile.count());
    }
  }

  /** {@code y = x}, repeated to the shape of {@code y}. */
  record Repeat(Buffer x, Repetition repetition, Place y) implements Instruction {
    @Override
    public void run(Kernels kernels, Tile tile) {
      repetition.expand(
          x.array(), x.offset(), tile.start(), y.array(tile), y.offset(tile), tile.count());
    }
  }

  /**
   * Random numbers, which element {@code i} of the whole takes from place {@code i} of a stream.
   */
  record Random(Distribution distribution, int stream, RandomKey key, Place y)
      implements Instruction {
    @Override
    public void run(Kernels kernels, Tile tile) {
      float[] out = y.array(tile);
      int yo = y.offset(tile);
      switch (distribution) {
        case UNIFORM ->
            kernels.uniform(key.seed(), stream, key.step(), tile.start(), out, yo, tile.count());
        case NORMAL ->
            kernels.normal(key.seed(), stream, key.step(), tile.start(), out, yo, tile.count());
      }
    }

    @Override
    public int cost() {
      return 10;
    }
  }

  /** Reduces each row of {@code columns} elements to one; blocks hold whole rows. */
  record ReduceRows(ReduceKind kind, Place x, int columns, Buffer y) implements Instruction {
    @Override
    public void run(Kernels kernels, Tile tile) {
      kernels.reduceOverColumns(
          kind,
          x.array(tile),
          x.offset(tile),
          columns,
          tile.count() / columns,
          columns,
          y.array(),
          y.offset() + tile.start() / columns);
    }
  }

  /** Reduces the block to an element of {@code partials}; blocks are those of the kernels. */
  record ReduceBlock(ReduceKind kind, Place x, Buffer partials) implements Instruction {
    @Override
    public void run(Kernels kernels, Tile tile) {
      partials.array()[tile.block()] =
          kind == ReduceKind.SUM
              ? kernels.sum(x.array(tile), x.offset(tile), tile.count())
              : kernels.max(x.array(tile), x.offset(tile), tile.count());
    }
  }
}
