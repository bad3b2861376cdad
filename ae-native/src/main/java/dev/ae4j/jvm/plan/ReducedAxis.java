package dev.ae4j.jvm.plan;

import dev.ae4j.graph.op.Reduce;
import java.util.List;

/**
 * The axes of a reduction seen as three: those before, those along which it reduces, those after.
 *
 * @param outer the number of positions before
 * @param reduced the number of positions that become one
 * @param inner the number of positions after
 */
record ReducedAxis(int outer, int reduced, int inner) {
  /** Looks at a simplified reduction, whose axes follow each other. */
  static ReducedAxis of(Reduce reduce, Sizes sizes) {
    int[] all = sizes.of(reduce.x());
    List<Integer> axes = reduce.axes();
    int first = axes.get(0);
    int end = first + axes.size();
    return new ReducedAxis(
        Sizes.product(all, 0, first),
        Sizes.product(all, first, end),
        Sizes.product(all, end, all.length));
  }
}
