package dev.ae4j.testkit;

import dev.ae4j.graph.ElementType;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.MatMul;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Whole numbers, what they point to, and products of many matrices. */
final class IndexCases {
  private final List<ConformanceCase> cases = new ArrayList<>();

  private IndexCases() {}

  static List<ConformanceCase> all() {
    IndexCases cases = new IndexCases();
    cases.conversions();
    cases.lookups();
    cases.categories();
    cases.products();
    cases.logarithms();
    return cases.cases;
  }

  private void add(String name, Consumer<Scenario> builder) {
    cases.add(Scenario.conformanceCase(name, builder));
  }

  private static Tensor back(Tensor whole) {
    return whole.convert(ElementType.FLOAT32);
  }

  private static Tensor whole(Tensor x) {
    return x.convert(ElementType.INT32);
  }

  private void conversions() {
    add(
        "convert to whole numbers and back",
        s -> {
          s.exact(back(whole(s.batch(-20, 20, 7))));
          s.exact(back(whole(s.fixed(-2, 2, 1021))));
          s.exact(
              back(
                  whole(
                      s.values(
                          DoubleData.of(
                              new double[] {
                                0.0,
                                0.99,
                                -0.99,
                                -1,
                                1.5,
                                -2.5,
                                16777215,
                                16777216,
                                -16777216,
                                1e10f,
                                -1e10f,
                                Double.POSITIVE_INFINITY,
                                Double.NEGATIVE_INFINITY,
                                Double.NaN
                              },
                              14)))));
        });
    add(
        "whole numbers move and compare",
        s -> {
          Tensor x = whole(s.batch(-3, 3, 4, 6));
          Tensor y = whole(s.batch(-3, 3, 4, 6));
          s.exact(back(x.transpose(List.of(0, 2, 1)).reshape(Shape.batchOf(24)).slice(1, 3, 6)));
          s.exact(back(Tensor.concat(1, List.of(x, y.pad(1, 1, 0)))));
          s.exact(back(x.slice(1, 0, 1).broadcastTo(Shape.batchOf(3, 6)).stopGradient()));
          s.exact(x.equalTo(y));
          s.exact(x.lessThan(y));
          s.exact(back(x.atMost(y).select(x, y)));
        });
  }

  private void lookups() {
    add(
        "gather rows of a table",
        s -> {
          for (int width : new int[] {1, 3, 16, 33}) {
            Tensor table = s.parameter(-1, 1, 13, width);
            // Some rows are outside the table
            s.exact(table.gather(whole(s.batch(-2, 15))));
            s.exact(table.gather(whole(s.batch(0, 13, 3))));
            s.exact(table.gather(whole(s.fixed(-2, 15, 207))));
          }
          s.exact(s.fixed(-1, 1, 13).gather(whole(s.batch(0, 13, 2, 3))));
          s.exact(s.fixed(-1, 1, 7, 2, 3).gather(whole(s.batch(0, 7))));
          s.exact(s.fixed(-1, 1, 5, 3).gather(whole(s.fixed(0, 5))));
          s.exact(s.fixed(-1, 1, 0, 3).gather(whole(s.batch(0, 5))));
        });
    add(
        "scatterAdd rows into a table",
        s -> {
          for (int width : new int[] {1, 3, 16, 33}) {
            scatter(s, whole(s.batch(-2, 15)), s.batch(-1, 1, width), 13);
            scatter(s, whole(s.batch(0, 3, 5)), s.batch(-1, 1, 5, width), 3);
            scatter(s, whole(s.fixed(-2, 15, 207)), s.fixed(-1, 1, 207, width), 13);
          }
          scatter(s, whole(s.batch(0, 7, 2)), s.batch(-1, 1, 2), 7);
          scatter(s, whole(s.fixed(0, 7)), s.fixed(-1, 1, 3), 7);
          s.exact(s.batch(-1, 1, 3).scatterAdd(whole(s.batch(0, 7)), 0));
        });
  }

  private static void scatter(Scenario s, Tensor indices, Tensor values, int rows) {
    float perSample = values.shape().sampleElements() + 1;
    Tensor size = values.abs().scatterAdd(indices, rows);
    s.within(
        size.times(Tensor.batchSize().plus(1).times(perSample)), values.scatterAdd(indices, rows));
  }

  private void categories() {
    add(
        "oneHot",
        s -> {
          s.exact(whole(s.batch(-1, 8)).oneHot(7));
          s.exact(whole(s.batch(-1, 8, 3)).oneHot(7));
          s.exact(whole(s.fixed(0, 7)).oneHot(7));
          s.exact(whole(s.fixed(0, 1, 3)).oneHot(1));
        });
    add(
        "argMax",
        s -> {
          Tensor x = s.batch(-1, 1, 3, 13);
          s.exact(back(x.argMax(1)));
          s.exact(back(x.argMax(2)));
          s.exact(back(x.sign().argMax(2)));
          s.exact(back(s.fixed(-1, 1, 207, 3).argMax(0)));
          s.exact(x.argMax(2).oneHot(13));
          double infinity = Double.POSITIVE_INFINITY;
          s.exact(
              back(
                  s.values(
                          DoubleData.of(
                              new double[] {
                                1,
                                infinity,
                                infinity,
                                2,
                                Double.NaN,
                                infinity,
                                -infinity,
                                -infinity,
                                -infinity,
                                -0.0,
                                0,
                                -1
                              },
                              4,
                              3))
                      .argMax(1)));
        });
    add(
        "straightThrough is its value",
        s -> {
          Tensor x = s.batch(-3, 3, 7);
          s.exact(x.round().straightThrough(x));
          s.gradients(x.round().straightThrough(x.tanh()).square(), List.of(x));
        });
  }

  private void products() {
    for (boolean transposeA : new boolean[] {false, true}) {
      for (boolean transposeB : new boolean[] {false, true}) {
        String transposes = (transposeA ? "T" : "N") + (transposeB ? "T" : "N");
        add(
            "matMul of many matrices " + transposes,
            s -> {
              int[][] sizes = {{1, 1, 1}, {5, 3, 7}, {17, 33, 9}, {3, 0, 2}, {1, 65, 33}};
              for (int[] mkn : sizes) {
                int[] a = transposeA ? new int[] {mkn[1], mkn[0]} : new int[] {mkn[0], mkn[1]};
                int[] b = transposeB ? new int[] {mkn[2], mkn[1]} : new int[] {mkn[1], mkn[2]};
                product(
                    s,
                    s.batch(-1, 1, a[0], a[1]),
                    s.batch(-1, 1, b[0], b[1]),
                    transposeA,
                    transposeB,
                    mkn[1]);
                product(
                    s,
                    s.fixed(-1, 1, 2, 3, a[0], a[1]),
                    s.fixed(-1, 1, 2, 3, b[0], b[1]),
                    transposeA,
                    transposeB,
                    mkn[1]);
              }
              s.atBatchSizes(13, 0, 1, 33);
            });
      }
    }
    add(
        "matMul of many rows with one matrix",
        s -> {
          s.measured(s.batch(-1, 1, 5, 7).matMul(s.parameter(-1, 1, 7, 3)));
          s.measured(s.batch(-1, 1, 2, 5, 7).matMul(s.parameter(-1, 1, 7, 33)));
          s.measured(s.fixed(-1, 1, 3, 5, 7).matMul(s.parameter(-1, 1, 7, 3)).sum(0));
          s.atBatchSizes(13, 0, 1, 33);
        });
    add(
        "attention over sequences",
        s -> {
          Tensor queries = s.batch(-1, 1, 5, 8);
          Tensor keys = s.batch(-1, 1, 6, 8);
          Tensor values = s.batch(-1, 1, 6, 3);
          Tensor scores = Tensor.of(new MatMul(queries, keys, false, true)).times(0.35f);
          Tensor y = scores.softmax().matMul(values);
          s.measured(y);
          s.gradients(y, List.of(queries, keys, values));
          s.atBatchSizes(13, 0, 1, 33);
        });
  }

  private static void product(
      Scenario s, Tensor a, Tensor b, boolean transposeA, boolean transposeB, int inner) {
    Tensor size = Tensor.of(new MatMul(a.abs(), b.abs(), transposeA, transposeB));
    s.within(size.times(inner + 1), Tensor.of(new MatMul(a, b, transposeA, transposeB)));
  }

  private void logarithms() {
    add(
        "logSumExp and logSoftmax",
        s -> {
          Tensor x = s.batch(-5, 5, 3, 7);
          s.measured(x.logSumExp(1));
          s.measured(x.logSumExp(2));
          s.measured(x.logSoftmax());
          s.measured(s.fixed(-80, 80, 13).logSoftmax());
          double infinity = Double.POSITIVE_INFINITY;
          double[] special = {
            -infinity, -infinity, 0, -infinity, infinity, 1, Double.NaN, 0, 1000, 1000
          };
          s.within(64, s.values(DoubleData.of(special, 5, 2)).logSumExp(1));
        });
  }
}
