package dev.ae4j.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Gradients;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.BinaryKind;
import dev.ae4j.graph.op.Constant;
import dev.ae4j.graph.op.CustomComposite;
import dev.ae4j.graph.op.Operation;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.graph.op.ReduceKind;
import dev.ae4j.graph.op.Softmax;
import dev.ae4j.graph.op.StraightThrough;
import dev.ae4j.graph.op.UnaryKind;
import dev.ae4j.internal.json.JsonObject;
import dev.ae4j.internal.json.JsonReader;
import dev.ae4j.internal.json.JsonWriter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GraphCodecTest {
  private static final String SAMPLES = "{'op':'input','name':'samples','shape':['N',4]}";

  @Test
  void everyOperationSurvivesTheRoundTrip() {
    Program program = TestModels.everyOperation().encode();
    Program read = GraphCodec.read(reparsed(GraphCodec.write(program)));
    assertSameStructure(read, program);
    assertThat(GraphCodec.write(read)).isEqualTo(GraphCodec.write(program));
  }

  @Test
  void theTestModelHasEveryOperation() {
    Set<Class<?>> missing = new HashSet<>(leaves(Operation.class).toList());
    // Saved as what they are made of
    missing.remove(CustomComposite.class);
    missing.remove(StraightThrough.class);
    TestModels.everyOperation()
        .encode()
        .tensors()
        .forEach(tensor -> missing.remove(tensor.operation().getClass()));
    assertThat(missing).isEmpty();
    String json = JsonWriter.write(GraphCodec.write(TestModels.everyOperation().encode()));
    Stream.of(UnaryKind.values(), BinaryKind.values(), ReduceKind.values())
        .flatMap(Arrays::stream)
        .forEach(
            kind ->
                assertThat(json)
                    .contains("\"kind\":\"" + kind.name().toLowerCase(Locale.ROOT) + "\""));
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(GraphCodecTest::leaves)
        : Stream.of(type);
  }

  @Test
  void gradientsSurviveTheRoundTrip() {
    Tensor x = Tensor.input("x", Shape.batchOf(5));
    Tensor w = Tensor.of(new Parameter("w", Shape.of(5, 3)));
    Tensor loss = x.matMul(w).softmax().log().square().mean();
    Tensor gradient = Gradients.of(loss, List.of(w)).get(0);
    Program program = Program.builder().output("loss", loss).output("gradient", gradient).build();
    Program read = GraphCodec.read(GraphCodec.write(program));
    assertSameStructure(read, program.lowered(composite -> composite instanceof Softmax));
    assertThat(read.outputs().keySet()).containsExactly("loss", "gradient");
  }

  @Test
  void constantsKeepTheirBits() {
    Program program = Program.builder().output("y", TestModels.specialConstant()).build();
    Program read = GraphCodec.read(reparsed(GraphCodec.write(program)));
    TensorData data = ((Constant) read.tensors().get(0).operation()).value();
    for (int i = 0; i < TestModels.SPECIAL_BITS.length; i++) {
      assertThat(Float.floatToRawIntBits(data.values()[i])).isEqualTo(TestModels.SPECIAL_BITS[i]);
    }
  }

  @Test
  void constantsOfAnyShapeSurvive() {
    for (int[] sizes : new int[][] {{}, {0}, {3, 0, 2}, {1, 1, 1}, {2, 3}}) {
      Tensor constant = Tensor.constant(TensorData.zeros(Shape.of(sizes)));
      Program program = Program.builder().output("y", constant).build();
      assertSameStructure(GraphCodec.read(GraphCodec.write(program)), program);
    }
  }

  @Test
  void customCompositesAreLowered() {
    Tensor x = Tensor.input("x", Shape.batchOf(5));
    Tensor twice =
        Tensor.of(new CustomComposite("me/twice", List.of(x), Map.of(), in -> in.get(0).times(2)));
    Program read =
        GraphCodec.read(GraphCodec.write(Program.builder().output("y", twice.softmax()).build()));
    assertSameStructure(read, Program.builder().output("y", x.times(2).softmax()).build());
  }

  @Test
  void programsThatUpdateParametersAreRefused() {
    Parameter w = new Parameter("w", Shape.of(2));
    Program program = Program.builder().update(w, Tensor.of(w).times(2)).build();
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> GraphCodec.write(program))
        .withMessageContaining("updates parameters");
  }

  @Test
  void constantsThatAreTooLargeAreRefused() {
    Tensor constant = Tensor.constant(TensorData.zeros(Shape.of((1 << 22) + 1)));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> GraphCodec.write(Program.builder().output("y", constant).build()))
        .withMessageContaining("4194305 elements")
        .withMessageContaining("Maybe");
  }

  @Test
  void theJsonIsAsDocumented() {
    Tensor x = Tensor.input("x", Shape.batchOf(2));
    Tensor w = Tensor.of(new Parameter("w", Shape.of(2, 3)));
    Program program = Program.builder().output("y", x.matMul(w).relu()).build();
    assertThat(JsonWriter.write(GraphCodec.write(program)).replace('"', '\''))
        .isEqualTo(
            "{'nodes':["
                + "{'op':'input','name':'x','shape':['N',2]},"
                + "{'op':'parameter','name':'w','shape':[2,3]},"
                + "{'op':'matMul','transposeA':false,'transposeB':false,'inputs':[0,1]},"
                + "{'op':'constant','shape':[],'data':'AAAAAA=='},"
                + "{'op':'broadcast','shape':['N',3],'inputs':[3]},"
                + "{'op':'binary','kind':'maximum','inputs':[2,4]}],"
                + "'outputs':{'y':5}}");
  }

  @Test
  void acceptsAnyTopologicalOrder() {
    Program program =
        read(
            "{'outputs':{'y':2},'nodes':[{'shape':[4],'name':'b','op':'parameter'},"
                + SAMPLES
                + ",{'op':'broadcast','inputs':[0],'shape':['N',4]},"
                + "{'op':'binary','kind':'add','inputs':[1,2]}]}".replace("'y':2", "'y':3"),
            3);
    assertThat(program.tensors()).hasSize(4);
  }

  private static Program read(String json, int output) {
    return GraphCodec.read(parse(json.replace("'y':2", "'y':" + output)));
  }

  static Stream<Arguments> brokenGraphs() {
    return Stream.of(
        // The graph as a whole
        broken("{}", "'nodes' is missing"),
        broken("{'nodes':{},'outputs':{}}", "'nodes' is an object, not an array"),
        broken("{'nodes':[],'outputs':[]}", "'outputs' is an array, not an object"),
        broken("{'nodes':[],'outputs':{},'x':1}", "'x' is unknown here. Maybe"),
        broken("{'nodes':[],'outputs':{'y':0}}", "node 0 is not one of the 0 nodes"),
        broken("{'nodes':[" + SAMPLES + "],'outputs':{'y':1}}", "node 1 is not one of the 1"),
        broken("{'nodes':[" + SAMPLES + "],'outputs':{'y':-1}}", "node -1 is not one of"),
        broken("{'nodes':[" + SAMPLES + "],'outputs':{'y':0.0}}", "0.0 is not a whole number"),
        broken("{'nodes':[" + SAMPLES + "],'outputs':{}}", "1 nodes, but its outputs"),
        broken(
            "{'nodes':[" + SAMPLES + ",{'op':'batchSize'}],'outputs':{'y':1}}", "computed from 1"),
        broken(
            "{'nodes':[" + SAMPLES + "," + SAMPLES.replace('4', '5') + "],'outputs':{'a':0,'b':1}}",
            "samples is used with the shapes [N, 4] and [N, 5]"),
        broken("{'nodes':[1],'outputs':{}}", "node 0: it is a number, not an object"),
        // Operations
        node("{}", "node 1: 'op' is missing"),
        node("{'op':'fft','inputs':[0]}", "operation 'fft' is unknown. Maybe the file needs"),
        node("{'op':'java.lang.Runtime'}", "operation 'java.lang.Runtime' is unknown"),
        node("{'op':'a\\nb'}", "operation 'a?b' is unknown"),
        node("{'op':'unary','kind':'EXP','inputs':[0]}", "kind 'EXP' is unknown. Maybe"),
        node("{'op':'reduce','kind':'mean','axes':[0],'inputs':[0]}", "kind 'mean' is unknown"),
        node("{'op':'unary','inputs':[0]}", "'kind' is missing"),
        // Inputs
        node("{'op':'unary','kind':'exp'}", "it has only 0 inputs"),
        node("{'op':'binary','kind':'add','inputs':[0]}", "it has only 1 inputs"),
        node("{'op':'concat','axis':1,'inputs':[]}", "it has only 0 inputs"),
        node("{'op':'concat','axis':1}", "it has only 0 inputs"),
        node("{'op':'unary','kind':'exp','inputs':[1]}", "node 1 is not one of the 1 nodes"),
        node("{'op':'unary','kind':'exp','inputs':[-1]}", "node -1 is not one of"),
        node("{'op':'unary','kind':'exp','inputs':['0']}", "a text where a number"),
        node("{'op':'unary','kind':'exp','inputs':0}", "'inputs' is a number, not an array"),
        // What would be lost
        node("{'op':'unary','kind':'exp','inputs':[0,0]}", "not {\"op\":\"unary\""),
        node("{'op':'unary','kind':'exp','inputs':[0],'axis':1}", "Maybe the file needs a newer"),
        node("{'op':'batchSize','inputs':[0]}", "not {\"op\":\"batchSize\"}"),
        node("{'op':'batchSize','inputs':[]}", "not {\"op\":\"batchSize\"}"),
        node("{'op':'unary','kind':'exp','inputs':[-0]}", "not {\"op\":\"unary\""),
        // The operations' own checks
        node("{'op':'broadcast','shape':['N',5],'inputs':[0]}", "broadcast of [N, 4] to [N, 5]"),
        node("{'op':'reshape','shape':['N',5],'inputs':[0]}", "reshape of [N, 4] to [N, 5]"),
        node("{'op':'reshape','shape':[4],'inputs':[0]}", "reshape of [N, 4] to [4]"),
        node("{'op':'slice','axis':0,'start':0,'size':1,'inputs':[0]}", "slice of [N, 4]"),
        node("{'op':'slice','axis':1,'start':4,'size':1,'inputs':[0]}", "slice of [N, 4]"),
        node("{'op':'slice','axis':2,'start':0,'size':1,'inputs':[0]}", "no axis 2"),
        node("{'op':'pad','axis':1,'before':2147483647,'after':1,'inputs':[0]}", "too large"),
        node("{'op':'transpose','order':[1,0],'inputs':[0]}", "transpose of [N, 4]"),
        node("{'op':'transpose','order':[],'inputs':[0]}", "transpose of [N, 4]"),
        node("{'op':'reduce','kind':'sum','axes':[],'inputs':[0]}", "'axes' is empty"),
        node("{'op':'reduce','kind':'sum','axes':[1,0],'inputs':[0]}", "not ascending"),
        node("{'op':'reduce','kind':'sum','axes':[-1],'inputs':[0]}", "no axis -1"),
        node("{'op':'matMul','transposeA':false,'transposeB':false,'inputs':[0,0]}", "matMul of"),
        node("{'op':'matMul','transposeA':1,'transposeB':false,'inputs':[0,0]}", "a boolean"),
        node("{'op':'concat','axis':0,'inputs':[0,0]}", "concat along axis 0"),
        node("{'op':'parameter','name':'w','shape':['N']}", "cannot have the batched shape"),
        // Shapes and data
        node("{'op':'parameter','name':'w','shape':['N','N']}", "a text where a number"),
        node("{'op':'parameter','name':'w','shape':[-1]}", "negative size -1"),
        node("{'op':'parameter','name':'w','shape':[65536,65536]}", "more than 2147483647"),
        node("{'op':'parameter','name':'w','shape':[2147483648]}", "not a whole number"),
        node("{'op':'parameter','name':'w','shape':[" + "1,".repeat(32) + "1]}", "has 33 axes"),
        node("{'op':'parameter','name':7,'shape':[1]}", "'name' is a number, not a text"),
        node("{'op':'constant','shape':[],'data':'AAAA'}", "3 bytes of 'data' do not fill"),
        node("{'op':'constant','shape':[2147483647],'data':''}", "0 bytes of 'data' do not"),
        node("{'op':'constant','shape':['N'],'data':'AAAAAA=='}", "do not fill the shape [N]"),
        node("{'op':'constant','shape':[],'data':'AA!AAA=='}", "'data' is not Base64"),
        node("{'op':'constant','shape':[],'data':'AAAAAA'}", "not {\"op\":\"constant\""),
        node("{'op':'constant','shape':[],'data':'AAAAAB=='}", "not {\"op\":\"constant\""),
        broken(
            "{'nodes':[{'op':'parameter','name':'w','shape':[0,65536,65536]},"
                + "{'op':'reduce','kind':'sum','axes':[0],'inputs':[0]}],'outputs':{'y':1}}",
            "node 1: Shape [65536, 65536] has more than 2147483647 elements"));
  }

  private static Arguments broken(String graph, String message) {
    return Arguments.of(graph, message);
  }

  /** A graph with one input of shape [N, 4] and one more node. */
  private static Arguments node(String node, String message) {
    return broken("{'nodes':[" + SAMPLES + "," + node + "],'outputs':{'x':0,'y':1}}", message);
  }

  @ParameterizedTest
  @MethodSource("brokenGraphs")
  void brokenGraphsAreRefused(String graph, String message) {
    JsonObject json = parse(graph);
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> GraphCodec.read(json))
        .withMessageContaining(message)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContainPattern("\\R"));
  }

  @Test
  void theNumberOfNodesIsLimited() {
    String graph = "{'nodes':[0" + ",0".repeat(100_000) + "],'outputs':{}}";
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> GraphCodec.read(parse(graph)))
        .withMessageContaining("100001 nodes; at most 100000");
  }

  @Test
  void deepGraphsSurvive() {
    Tensor x = Tensor.input("x", Shape.batchOf(2));
    Tensor y = x;
    for (int i = 0; i < 50_000; i++) {
      y = y.negate();
    }
    Program program = Program.builder().output("y", y).build();
    JsonObject json = reparsed(GraphCodec.write(program));
    assertThat(GraphCodec.read(json).tensors()).hasSize(50_001);
  }

  @Test
  void damagedGraphsAreReadOrRefused() {
    String json = JsonWriter.write(GraphCodec.write(TestModels.everyOperation().encode()));
    String small = JsonWriter.write(GraphCodec.write(TestModels.small().reconstruct()));
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 12_000; i++) {
      StringBuilder damaged = new StringBuilder(i % 10 == 0 ? json : small);
      for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
        damage(damaged, random);
      }
      checkReadOrRefused(damaged.toString());
    }
  }

  /** Changes a text in a way that often keeps it JSON. */
  private static void damage(StringBuilder text, SplittableRandom random) {
    int at = random.nextInt(text.length());
    switch (random.nextInt(4)) {
      case 0 -> text.setCharAt(at, "0123456789-,:[]{}\"Ne".charAt(random.nextInt(20)));
      case 1 -> text.deleteCharAt(at);
      case 2 -> text.insert(at, random.nextInt(100));
      default -> {
        while (at < text.length() && !Character.isDigit(text.charAt(at))) {
          at++;
        }
        if (at < text.length()) {
          String[] numbers = {"0", "1", "2", "-1", "2147483647", "65536", "1e9", "9999999999"};
          text.replace(at, at + 1, numbers[random.nextInt(numbers.length)]);
        }
      }
    }
  }

  /** Reads a graph, which must give a program that can be written, or a data exception. */
  static void checkReadOrRefused(String json) {
    Program program;
    try {
      program = GraphCodec.read(JsonReader.read(json).asObject());
    } catch (DataException e) {
      return;
    }
    JsonObject written = GraphCodec.write(program);
    assertThat(GraphCodec.write(GraphCodec.read(written))).isEqualTo(written);
  }

  private static JsonObject parse(String json) {
    return JsonReader.read(json.replace('\'', '"')).asObject();
  }

  private static JsonObject reparsed(JsonObject json) {
    return JsonReader.read(JsonWriter.write(json)).asObject();
  }

  /** Checks that two programs have equal operations that are connected in the same way. */
  static void assertSameStructure(Program found, Program expected) {
    assertThat(found.tensors()).hasSameSizeAs(expected.tensors());
    Map<Tensor, Tensor> counterparts = new HashMap<>();
    for (int i = 0; i < expected.tensors().size(); i++) {
      Operation operation = expected.tensors().get(i).operation();
      Operation there =
          operation.withInputs(operation.inputs().stream().map(counterparts::get).toList());
      assertThat(found.tensors().get(i).operation()).isEqualTo(there);
      assertThat(found.tensors().get(i).shape()).isEqualTo(expected.tensors().get(i).shape());
      counterparts.put(expected.tensors().get(i), found.tensors().get(i));
    }
    Map<String, Tensor> outputs = new HashMap<>(expected.outputs());
    outputs.replaceAll((name, tensor) -> counterparts.get(tensor));
    assertThat(found.outputs()).isEqualTo(outputs);
    assertThat(found.updates()).isEmpty();
  }
}
