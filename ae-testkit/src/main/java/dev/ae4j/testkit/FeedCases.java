package dev.ae4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import dev.ae4j.spi.backend.Executable;
import dev.ae4j.spi.backend.Feed;
import dev.ae4j.spi.backend.RunRequest;
import java.util.ArrayList;
import java.util.List;

/** Inputs: whole arrays, ranges, rows in any order, and what must be refused. */
final class FeedCases {
  private static final Tensor X = Tensor.input("x", Shape.batchOf(2));
  private static final Tensor DOUBLED = X.plus(X);

  private final List<ConformanceCase> cases = new ArrayList<>();

  private FeedCases() {}

  static List<ConformanceCase> all() {
    FeedCases cases = new FeedCases();
    cases.rows();
    cases.others();
    cases.errors();
    return cases.cases;
  }

  private interface Body {
    void run(Executable executable) throws Exception;
  }

  private void add(String name, List<Tensor> results, Body body) {
    cases.add(
        new ConformanceCase(
            name,
            backend -> {
              Tensor[] array = results.toArray(Tensor[]::new);
              try (Executable executable = backend.compile(Runs.program(array))) {
                body.run(executable);
              }
            }));
  }

  /** Five rows {@code (0, 1), (10, 11) ... (40, 41)}. */
  private static TensorData fiveRows() {
    return TensorData.of(new float[] {0, 1, 10, 11, 20, 21, 30, 31, 40, 41}, 5, 2);
  }

  private void rows() {
    add(
        "feed rows in any order, some again",
        List.of(DOUBLED),
        executable -> {
          TensorData data = fiveRows();
          int[] rows = {4, 0, 0, 3};
          assertThat(Runs.run(executable, Feed.rows(data, rows, 0, 4)))
              .containsExactly(80, 82, 0, 2, 0, 2, 60, 62);
          assertThat(Runs.run(executable, Feed.rows(data, rows, 2, 2)))
              .containsExactly(0, 2, 60, 62);
          assertThat(Runs.run(executable, Feed.rows(data, rows, 4, 0))).isEmpty();
        });
    add(
        "feed ranges of rows",
        List.of(DOUBLED),
        executable -> {
          TensorData data = fiveRows();
          assertThat(Runs.run(executable, Feed.range(data, 1, 2))).containsExactly(20, 22, 40, 42);
          assertThat(Runs.run(executable, Feed.range(data, 4, 1))).containsExactly(80, 82);
          assertThat(Runs.run(executable, Feed.of(data))).hasSize(10).endsWith(80, 82);
        });
    add(
        "the order of rows may change between runs",
        List.of(DOUBLED),
        executable -> {
          TensorData data = fiveRows();
          int[] rows = {1, 2};
          Runs.run(executable, Feed.rows(data, rows, 0, 2));
          rows[0] = 4;
          assertThat(Runs.run(executable, Feed.rows(data, rows, 0, 2)))
              .containsExactly(80, 82, 40, 42);
        });
    add(
        "data sets may alternate",
        List.of(DOUBLED),
        executable -> {
          TensorData data = fiveRows();
          TensorData other = TensorData.of(new float[] {-1, -2, -3, -4}, 2, 2);
          for (int i = 0; i < 3; i++) {
            assertThat(Runs.run(executable, Feed.range(data, 1, 1))).containsExactly(20, 22);
            assertThat(Runs.run(executable, Feed.range(other, 1, 1))).containsExactly(-6, -8);
          }
        });
    add(
        "new data around a changed array is read anew",
        List.of(DOUBLED),
        executable -> {
          float[] array = {1, 2};
          assertThat(Runs.run(executable, Feed.of(TensorData.of(array, 1, 2))))
              .containsExactly(2, 4);
          array[1] = 7;
          assertThat(Runs.run(executable, Feed.of(TensorData.of(array, 1, 2))))
              .containsExactly(2, 14);
        });
  }

  private void others() {
    Tensor image = Tensor.input("image", Shape.batchOf(2, 2, 1));
    Tensor label = Tensor.input("label", Shape.batchOf());
    Tensor offsets = Tensor.input("offsets", Shape.of(2, 1));
    Tensor factor = Tensor.input("factor", Shape.scalar());
    add(
        "several inputs, batched and not",
        List.of(
            image.times(factor).plus(offsets), label.plus(label), offsets, factor, image.sum(0)),
        executable -> {
          TensorData images = TensorData.zeros(Shape.of(3, 2, 2, 1));
          for (int i = 0; i < 12; i++) {
            images.values()[i] = i;
          }
          List<Feed> feeds = new ArrayList<>();
          executable
              .program()
              .inputs()
              .forEach(
                  input ->
                      feeds.add(
                          switch (input.name()) {
                            case "image" -> Feed.rows(images, new int[] {2, 0}, 0, 2);
                            case "label" -> Feed.range(Runs.data(5, 6, 7), 1, 2);
                            case "offsets" -> Feed.of(TensorData.of(new float[] {1, 2}, 2, 1));
                            default -> Feed.of(TensorData.scalar(10));
                          }));
          List<TensorData> results = executable.run(new RunRequest(feeds, 0, 0));
          assertThat(results.get(0).values()).containsExactly(81, 92, 101, 112, 1, 12, 21, 32);
          assertThat(results.get(1).values()).containsExactly(12, 14);
          assertThat(results.get(2).values()).containsExactly(1, 2);
          assertThat(results.get(3).values()).containsExactly(10);
          assertThat(results.get(4).values()).containsExactly(8, 10, 12, 14);
        });
    add(
        "two tensors of one input",
        List.of(X.plus(Tensor.input("x", Shape.batchOf(2)).times(2))),
        executable -> {
          assertThat(executable.program().inputs()).hasSize(1);
          assertThat(Runs.run(executable, Feed.range(fiveRows(), 1, 1))).containsExactly(30, 33);
        });
    add(
        "feeding leaves the data as it was",
        List.of(X.relu(), X),
        executable -> {
          TensorData data = TensorData.of(new float[] {-1, 2}, 1, 2);
          List<TensorData> results = executable.run(RunRequest.of(Feed.of(data)));
          results.get(1).values()[0] = 99;
          assertThat(data.values()).containsExactly(-1, 2);
          assertThat(Runs.run(executable, Feed.of(data))).containsExactly(0, 2);
        });
  }

  private void errors() {
    Tensor y = Tensor.input("y", Shape.batchOf(3));
    add(
        "feeds of a wrong shape are refused",
        List.of(X.sum(1), y.sum(1)),
        executable -> {
          Feed x = Feed.of(TensorData.zeros(Shape.of(4, 2)));
          Feed three = Feed.of(TensorData.zeros(Shape.of(4, 3)));
          assertThat(executable.run(RunRequest.of(x, three))).hasSize(2);
          refuses(executable, x);
          refuses(executable, x, x);
          refuses(executable, x, three, three);
          refuses(executable, x, Feed.range(three.data(), 0, 3));
          refuses(executable, x, Feed.of(TensorData.zeros(Shape.of(4, 3, 1))));
          refuses(executable, x, Feed.of(TensorData.scalar(1)));
          assertThat(executable.run(RunRequest.of(x, three))).hasSize(2);
        });
    add(
        "results of a wrong shape are refused",
        List.of(DOUBLED),
        executable -> {
          RunRequest request = RunRequest.of(Feed.of(fiveRows()));
          assertThatThrownBy(
                  () -> executable.run(request, List.of(TensorData.zeros(Shape.of(4, 2)))))
              .isInstanceOf(ShapeException.class);
          assertThatThrownBy(
                  () -> executable.run(request, List.of(TensorData.zeros(Shape.of(2, 5)))))
              .isInstanceOf(ShapeException.class);
          assertThat(executable.run(request)).hasSize(1);
        });
  }

  private static void refuses(Executable executable, Feed... feeds) {
    assertThatThrownBy(() -> executable.run(RunRequest.of(feeds)))
        .isInstanceOf(ShapeException.class);
  }
}
