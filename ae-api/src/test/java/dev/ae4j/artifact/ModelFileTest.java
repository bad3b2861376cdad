package dev.ae4j.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.ae4j.DataException;
import dev.ae4j.LossSpec;
import dev.ae4j.ModelSpec;
import dev.ae4j.PluginSpec;
import dev.ae4j.artifact.TestFiles.Parts;
import dev.ae4j.data.CategoryColumn;
import dev.ae4j.data.NumberColumn;
import dev.ae4j.data.TableSchema;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.internal.json.JsonNumber;
import dev.ae4j.internal.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFileTest {
  @TempDir private Path folder;

  private Path file;

  @BeforeEach
  void nameAFile() {
    file = folder.resolve("model.ae");
  }

  static Stream<ModelArtifact> models() {
    return Stream.of(TestModels.small(), TestModels.everyOperation());
  }

  @ParameterizedTest
  @MethodSource("models")
  void modelsSurviveTheRoundTrip(ModelArtifact model) {
    model.save(file);
    ModelArtifact read = ModelArtifact.load(file);
    assertThat(read.spec()).isEqualTo(model.spec());
    assertThat(read.provenance()).isEqualTo(model.provenance());
    GraphCodecTest.assertSameStructure(read.encode(), model.encode());
    GraphCodecTest.assertSameStructure(read.decode(), model.decode());
    GraphCodecTest.assertSameStructure(read.reconstruct(), model.reconstruct());
    assertThat(read.weights().keySet()).isEqualTo(model.weights().keySet());
    read.weights().forEach((name, found) -> assertSameBits(found, model.weights().get(name)));
  }

  private static void assertSameBits(TensorData found, TensorData expected) {
    assertThat(found.shape()).isEqualTo(expected.shape());
    for (int i = 0; i < expected.values().length; i++) {
      assertThat(Float.floatToRawIntBits(found.values()[i]))
          .isEqualTo(Float.floatToRawIntBits(expected.values()[i]));
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void theSameModelGivesTheSameBytes(ModelArtifact model) {
    byte[] bytes = TestFiles.save(model, folder);
    assertThat(TestFiles.save(model, folder)).isEqualTo(bytes);
    assertThat(TestFiles.save(TestFiles.read(bytes), folder)).isEqualTo(bytes);
  }

  @Test
  void theOrderOfOptionsDoesNotMatter() {
    ModelArtifact model = TestModels.small();
    ModelSpec spec = model.spec();
    ModelSpec other =
        new ModelSpec(
            spec.sampleShape(),
            PluginSpec.parse("dense:units=4,activation=tanh"),
            spec.codeSize(),
            spec.decoder(),
            spec.loss(),
            spec.corruptions());
    assertThat(TestFiles.save(withSpec(model, other), folder))
        .isEqualTo(TestFiles.save(model, folder));
  }

  @Test
  void optionsWithAnyCharactersSurvive() {
    ModelArtifact model = TestModels.small();
    PluginSpec odd = new PluginSpec("odd", Map.of("", "a,b=c", "k=,", "\"\n"));
    ModelSpec spec =
        new ModelSpec(
            Shape.of(2, 2), odd, OptionalInt.empty(), odd, LossSpec.parse("mse"), List.of());
    withSpec(model, spec).save(file);
    assertThat(ModelArtifact.load(file).spec()).isEqualTo(spec);
  }

  @Test
  void columnsOfTablesSurvive() {
    TableSchema schema =
        new TableSchema(
            List.of(
                new NumberColumn("a \"number\"", -1.1, 1e-9, true),
                new CategoryColumn("c", List.of("", "x,y", "\n"))));
    ModelSpec spec =
        new ModelSpec(
            Shape.of(4),
            PluginSpec.of("dense"),
            OptionalInt.of(4),
            PluginSpec.of("dense"),
            LossSpec.parse("mse"),
            List.of(),
            Optional.of(schema));
    TestModels.model(spec, Tensor::relu, Tensor::tanh).save(file);
    assertThat(ModelArtifact.load(file).spec()).isEqualTo(spec);
  }

  @Test
  void severalLossesAndCorruptionsSurvive() {
    ModelArtifact model = TestModels.small();
    PluginSpec dense = PluginSpec.of("dense");
    ModelSpec spec =
        new ModelSpec(
            Shape.of(2, 2),
            dense,
            OptionalInt.empty(),
            dense,
            LossSpec.parse("bce + 1e-3*l2:a=b + 0.1*l1"),
            List.of(PluginSpec.parse("gaussian:0.5"), PluginSpec.of("masking")));
    withSpec(model, spec).save(file);
    assertThat(ModelArtifact.load(file).spec()).isEqualTo(spec);
  }

  /** Files like these are out there: a change that breaks this test needs a new format version. */
  @Test
  void filesOfVersion1StayAsTheyAre() {
    byte[] golden = TestFiles.resource("every-operation.safetensors");
    assertThat(TestFiles.save(TestModels.everyOperation(), folder)).isEqualTo(golden);
    assertThat(TestFiles.save(TestFiles.read(golden), folder)).isEqualTo(golden);
    byte[] older = TestFiles.resource("operations-before-images.safetensors");
    assertThat(TestFiles.save(TestFiles.read(older), folder)).isEqualTo(older);
  }

  /** The file was written by make-from-python.py with the safetensors package of Python. */
  @Test
  void filesOfAnotherWriterAreRead() {
    ModelArtifact model = TestFiles.read(TestFiles.resource("from-python.safetensors"));
    assertThat(model.spec().encoder()).isEqualTo(PluginSpec.parse("dense:activation=relu"));
    assertThat(model.provenance()).containsEntry("written by", "Python \u2713");
    assertThat(model.weights().get("w")).isEqualTo(TensorData.of(new float[] {1, 2, 3}, 3, 1));
    assertThat(model.weights().get("v")).isEqualTo(TensorData.of(new float[] {4, 5, 6}, 1, 3));
    assertThat(model.encode().tensors()).hasSize(3);
  }

  @ParameterizedTest
  @MethodSource("models")
  void theFileIsAValidSafetensorsFile(ModelArtifact model) {
    Parts parts = Parts.of(TestFiles.save(model, folder));
    assertThat(parts.header()).startsWith("{\"__metadata__\":{\"format\":\"ae4j-model\",\"version");
    assertThat(parts.header().stripTrailing()).endsWith("}");
    assertThat(parts.header().getBytes(StandardCharsets.UTF_8).length % 8).isZero();
    JsonObject header = parts.json();
    assertThat(header.object("__metadata__").texts()).hasSize(8);
    ByteBuffer data = ByteBuffer.wrap(parts.data()).order(ByteOrder.LITTLE_ENDIAN);
    long position = 0;
    for (Map.Entry<String, TensorData> weights : model.weights().entrySet()) {
      JsonObject tensor = header.object(weights.getKey());
      TensorData expected = weights.getValue();
      assertThat(tensor.members().keySet()).containsExactly("dtype", "shape", "data_offsets");
      assertThat(tensor.text("dtype")).isEqualTo("F32");
      assertThat(tensor.array("shape").integers().stream().mapToInt(i -> i).toArray())
          .isEqualTo(expected.shape().sampleSizes());
      long end = position + 4L * expected.values().length;
      assertThat(tensor.array("data_offsets").numbers())
          .containsExactly(JsonNumber.of(position), JsonNumber.of(end));
      for (float value : expected.values()) {
        assertThat(data.getInt()).isEqualTo(Float.floatToRawIntBits(value));
      }
      position = end;
    }
    assertThat(data.hasRemaining()).isFalse();
    assertThat(header.members()).hasSize(model.weights().size() + 1);
  }

  @Test
  void theChecksumIsAsDocumented() {
    byte[] bytes = TestFiles.save(TestModels.small(), folder);
    assertThat(Parts.of(bytes).sealed()).isEqualTo(bytes);
    String sum = Parts.of(bytes).json().object("__metadata__").text("sha256");
    assertThat(
            TestFiles.sha256(
                Parts.of(bytes).withHeader(h -> h.replace(sum, "0".repeat(64))).bytes()))
        .isEqualTo(sum);
  }

  @Test
  void modelsWithoutWeightsSurvive() {
    ModelArtifact model =
        TestModels.model(TestModels.everyOperation().spec(), x -> x.times(2), z -> z.times(0.5f));
    assertThat(model.weights()).isEmpty();
    model.save(file);
    assertThat(ModelArtifact.load(file).weights()).isEmpty();
  }

  @Test
  void weightsLongerThanABufferSurvive() {
    ModelArtifact model =
        TestModels.model(
            TestModels.everyOperation().spec(),
            x -> TestModels.dense(x, "wide", 6, 30_001),
            z -> TestModels.dense(z, "narrow", 30_001, 6));
    model.save(file);
    assertThat(ModelArtifact.load(file).weights()).isEqualTo(model.weights());
  }

  // Models that are not written

  @Test
  void updatesAreNotWritten() {
    ModelArtifact model = TestModels.small();
    Parameter bias = new Parameter("encoder/bias", Shape.of(3));
    Program updating =
        Program.builder()
            .output("code", model.encode().outputs().get("code"))
            .update(bias, Tensor.of(bias))
            .build();
    assertNotWritten(
        withEncode(model, updating), "model.ae cannot be written: encode: it updates parameters");
  }

  @Test
  void graphsWithOtherEndsAreNotWritten() {
    ModelArtifact model = TestModels.small();
    assertNotWritten(withEncode(model, model.decode()), "encode: it has no output 'code'");
    Tensor code = model.encode().outputs().get("code");
    assertNotWritten(
        withEncode(model, Program.builder().output("code", code).output("x", code).build()),
        "encode: it leads from {samples=[N, 2, 2]} to {code=[N, 3], x=[N, 3]}, not from"
            + " {samples=[N, 2, 2]} to {code=[N, 3]}");
    assertNotWritten(
        withEncode(model, Program.builder().output("code", code.sum(0)).build()),
        "encode: it has no output 'code' that is a batch");
    assertNotWritten(
        withEncode(model, Program.builder().output("code", code.slice(1, 0, 2)).build()),
        "decode: it leads from {code=[N, 3]} to");
    Tensor other = Tensor.input("other", Shape.batchOf(3));
    assertNotWritten(
        withEncode(model, Program.builder().output("code", code.plus(other)).build()),
        "encode: it leads from {other=[N, 3], samples=[N, 2, 2]}");
    Tensor constant = Tensor.scalar(1).broadcastTo(Shape.batchOf(3));
    assertNotWritten(
        withEncode(model, Program.builder().output("code", constant).build()),
        "encode: it leads from {} to");
    ModelSpec spec = TestModels.everyOperation().spec();
    assertNotWritten(withSpec(model, spec), "not from {samples=[N, 6]} to {code=[N, 3]}");
  }

  @Test
  void aGraphForClassesIsKeptIfItsEndsFit() {
    ModelArtifact model = TestModels.small();
    Tensor code = model.encode().outputs().get("code");
    ModelArtifact classifying =
        withClassify(model, Program.builder().output("probabilities", code.softmax()).build());
    classifying.save(file);
    assertThat(ModelArtifact.load(file).classify().orElseThrow().outputs().get("probabilities"))
        .hasToString(code.softmax().toString());
    assertThat(ModelArtifact.load(file).weights()).isEqualTo(model.weights());
  }

  @Test
  void aGraphForClassesWithOtherEndsIsNotWritten() {
    ModelArtifact model = TestModels.small();
    assertNotWritten(withClassify(model, model.encode()), "classify: it has no output");
    Tensor code = model.encode().outputs().get("code");
    assertNotWritten(
        withClassify(model, Program.builder().output("probabilities", code.sum(1)).build()),
        "classify: it has no output 'probabilities' with a row per sample");
    Tensor other = Tensor.input("other", Shape.batchOf(3));
    assertNotWritten(
        withClassify(model, Program.builder().output("probabilities", other).build()),
        "classify: it leads from {other=[N, 3]} to");
  }

  private static ModelArtifact withClassify(ModelArtifact model, Program classify) {
    return new ModelArtifact(
        model.spec(),
        model.encode(),
        model.decode(),
        model.reconstruct(),
        Optional.of(classify),
        model.weights(),
        model.provenance());
  }

  @Test
  void weightsThatDoNotFitTheGraphsAreNotWritten() {
    ModelArtifact model = TestModels.small();
    SortedMap<String, TensorData> weights = new TreeMap<>(model.weights());
    TensorData bias = weights.remove("encoder/bias");
    assertNotWritten(
        withWeights(model, weights), "'encoder/bias' are missing, not of the shape [3]");
    weights.put("encoder/bias", TensorData.zeros(Shape.of(4)));
    assertNotWritten(
        withWeights(model, weights), "'encoder/bias' are of the shape [4], not of the shape [3]");
    weights.put("encoder/bias", bias);
    weights.put("more", bias);
    assertNotWritten(withWeights(model, weights), "the weights 'more' belong to no parameter");
  }

  @Test
  void namesThatCannotBeWrittenAreRefused() {
    ModelSpec spec = TestModels.everyOperation().spec();
    assertNotWritten(
        TestModels.model(
            spec, x -> x.plus(Tensor.of(new Parameter("__metadata__", Shape.of(6)))), z -> z),
        "reserved");
    assertNotWritten(
        TestModels.model(
            spec, x -> x.plus(Tensor.of(new Parameter("\ud800", Shape.of(6)))), z -> z),
        "half a surrogate pair");
    assertNotWritten(TestModels.small().with(Map.of("a", "\udc00")), "half a surrogate pair");
  }

  @Test
  void headersThatAreTooLongAreNotWritten() {
    assertNotWritten(TestModels.small().with(Map.of("a", "x".repeat(1 << 25))), "at most 33554432");
  }

  private void assertNotWritten(ModelArtifact model, String message) {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> model.save(file))
        .withMessageStartingWith(file + " cannot be written: ")
        .withMessageContaining(message)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContainPattern("\\R"));
    assertThat(file).doesNotExist();
  }

  private static ModelArtifact withSpec(ModelArtifact model, ModelSpec spec) {
    return new ModelArtifact(
        spec,
        model.encode(),
        model.decode(),
        model.reconstruct(),
        model.classify(),
        model.weights(),
        model.provenance());
  }

  private static ModelArtifact withEncode(ModelArtifact model, Program encode) {
    return new ModelArtifact(
        model.spec(),
        encode,
        model.decode(),
        model.reconstruct(),
        model.classify(),
        model.weights(),
        model.provenance());
  }

  private static ModelArtifact withWeights(
      ModelArtifact model, SortedMap<String, TensorData> weights) {
    return new ModelArtifact(
        model.spec(),
        model.encode(),
        model.decode(),
        model.reconstruct(),
        model.classify(),
        weights,
        model.provenance());
  }

  // Files that are not read

  @Test
  void missingFilesAreNamed() {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> ModelArtifact.load(file))
        .withMessage(file + ": there is no such file in " + folder);
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> ModelArtifact.load(folder))
        .withMessage(folder + ": it is a folder");
    assumeThat(Path.of("/dev/null")).exists();
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> ModelArtifact.load(Path.of("/dev/null")))
        .withMessage("/dev/null: it is not a file");
    TestModels.small().save(file);
    // Older JDKs say that a file is no folder, newer ones that there is nothing in it
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> ModelArtifact.load(file.resolve("model.ae")))
        .withMessageMatching(
            ".*: (it cannot be read: Not a directory|there is no such file in .*)");
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    assertRefused(new byte[0], ": it is empty. Maybe a download or a copy was cut short");
    assertRefused(new byte[7], ": it has only 7 bytes. Maybe a download");
    assertRefused(new byte[8], ": its header does not begin with '{'. Maybe it is not a model");
    assertRefused(
        "PK\3\4 a zip archive".getBytes(StandardCharsets.US_ASCII),
        "its first bytes announce a header of 8800140462016121680 bytes, but only 10 follow."
            + " Maybe");
    byte[] huge = new byte[100];
    Arrays.fill(huge, (byte) 0xff);
    assertRefused(huge, "a header of 18446744073709551615 bytes, but only 92 follow");
    assertRefused(new Parts("[]", new byte[0]).bytes(), "does not begin with '{'");
    assertRefused(new Parts("{\n", new byte[0]).bytes(), "its header: it is not JSON at character");
    assertRefused(new Parts("{}", new byte[0]).bytes(), "a safetensors file, but its metadata");
    assertRefused(
        new Parts(
                "{\"__metadata__\":{\"format\":\"pt\"},"
                    + "\"w\":{\"dtype\":\"BF16\",\"shape\":[1],\"data_offsets\":[0,2]}}",
                new byte[2])
            .bytes(),
        "the format ae4j-model. Maybe it holds only weights of another program");
  }

  @Test
  void longHeadersAreRefusedBeforeTheyAreRead() {
    byte[] prefix = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(1L << 40).array();
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> TestFiles.read(prefix, 1L << 41))
        .withMessage("its header has 1099511627776 bytes; at most 33554432 can be read");
  }

  @Test
  void shapesAreComparedWithTheFileBeforeMemoryIsTaken() {
    Parts parts = Parts.of(TestFiles.save(TestModels.small(), folder));
    assertRefused(
        parts.withHeader(h -> h.replace("[3,4],\"data", "[2147483647],\"data")).sealed(),
        "tensor 'decoder/kernel': the offsets [16, 64] do not enclose the 8589934588 bytes");
    assertRefused(
        parts
            .withHeader(
                h ->
                    h.replace(
                        "[3,4],\"data_offsets\":[16,64]",
                        "[9999,9999],\"data_offsets\":" + "[16,399920020]"))
            .sealed(),
        "tensor 'encoder/bias' begins at byte 64 of the data, not at 399920020");
  }

  @Test
  void weightsThatDoNotFitIntoMemoryAreRefused() {
    String header =
        "{\"__metadata__\":{\"format\":\"ae4j-model\",\"version\":\"1\",\"sha256\":\""
            + "0".repeat(64)
            + "\"},\"w\":{\"dtype\":\"F32\",\"shape\":[2147483647],"
            + "\"data_offsets\":[0,8589934588]}}";
    byte[] bytes = new Parts(header, new byte[0]).bytes();
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> TestFiles.read(bytes, bytes.length + 8589934588L))
        .withMessage(
            "tensor 'w' takes 8589934588 bytes of memory, more than is free. Maybe give Java more"
                + " with -Xmx");
  }

  @Test
  void offsetsMustCoverTheDataExactly() {
    Parts parts = Parts.of(TestFiles.save(TestModels.small(), folder));
    for (String offsets :
        List.of("[64]", "[64,76,76]", "[76,64]", "[-12,0]", "[64,75]", "[9223372036854775807,0]")) {
      assertRefused(
          parts.withHeader(h -> h.replace("[64,76]", offsets)).sealed(), "do not enclose");
    }
    for (String offsets : List.of("[60,72]", "[68,80]", "[0,12]", "[64000,64012]")) {
      assertRefused(
          parts.withHeader(h -> h.replace("[64,76]", offsets)).sealed(), "of the data, not at");
    }
    assertRefused(
        parts.withHeader(h -> h.replace("[64,76]", "[64,7.6e1]")).sealed(), "not a whole number");
    assertRefused(
        parts.withData(new byte[parts.data().length - 4]).sealed(),
        "its tensors have 124 bytes, but 120 follow the header. Maybe");
    assertRefused(
        parts.withData(new byte[parts.data().length + 4]).sealed(), "but 128 follow the header");
  }

  @Test
  void otherTensorsAreRefused() {
    Parts parts = Parts.of(TestFiles.save(TestModels.small(), folder));
    assertRefused(
        parts.withHeader(h -> h.replaceFirst("F32", "I32")).sealed(), "its type is I32, not F32");
    assertRefused(
        parts.withHeader(h -> h.replaceFirst("\"dtype\":\"F32\",", "")).sealed(),
        "'dtype' is missing");
    assertRefused(
        parts.withHeader(h -> h.replaceFirst("\"dtype\"", "\"scale\":1,\"dtype\"")).sealed(),
        "'scale' is unknown here");
    assertRefused(
        parts.withHeader(h -> h.replaceFirst("\"shape\":\\[4]", "\"shape\":[\"N\",4]")).sealed(),
        "its shape is [N, 4]");
    assertRefused(
        parts.withHeader(h -> h.replace("encoder/bias\":{", "encoder/bia\":{")).sealed(),
        "'encoder/bias' are missing");
  }

  @Test
  void otherVersionsAndMetadataAreRefused() {
    Parts parts = Parts.of(TestFiles.save(TestModels.small(), folder));
    assertRefused(
        parts.withHeader(h -> h.replace("\"version\":\"1\"", "\"version\":\"2\"")).sealed(),
        "it is a model of the format version 2, not 1. Maybe it needs a newer version of AE4J");
    assertRefused(
        parts.withHeader(h -> h.replace("\"version\":\"1\"", "\"version\":1")).sealed(),
        "'version' is a number, not a text");
    assertRefused(
        parts.withHeader(h -> h.replace("\"version\":\"1\",", "")).sealed(),
        "'version' is missing");
    assertRefused(
        parts.withHeader(h -> h.replace("\"spec\":", "\"threshold\":\"1\",\"spec\":")).sealed(),
        "'threshold' is unknown here. Maybe");
    for (String name : List.of("spec", "provenance", "encode", "decode", "reconstruct")) {
      assertRefused(
          parts.withHeader(h -> h.replace("\"" + name + "\":\"{", "\"" + name + "\":\"[")).sealed(),
          name + ": it is not JSON at");
    }
  }

  @Test
  void impossibleSpecsAreRefused() {
    Parts parts = Parts.of(TestFiles.save(TestModels.small(), folder));
    assertRefused(
        parts.withHeader(h -> h.replace("\\\"codeSize\\\":3", "\\\"codeSize\\\":0")).sealed(),
        "spec: The code size is 0, not 1 or more");
    assertRefused(
        parts.withHeader(h -> h.replaceFirst("\\\"dense", "\\\"De\\\\\\\\nse")).sealed(),
        "spec: 'De?se' is not an id");
    assertRefused(
        parts.withHeader(h -> h.replace("\\\"codeSize\\\"", "\\\"codesize\\\"")).sealed(),
        "spec: 'codesize' is unknown here");
    assertRefused(
        parts.withHeader(h -> h.replace("Shape\\\":[2,2]", "Shape\\\":[2,-2]")).sealed(),
        "spec: A shape has the negative size -2");
    assertRefused(
        parts.withHeader(h -> h.replace("Shape\\\":[2,2]", "Shape\\\":[4]")).sealed(),
        "not from {samples=[N, 4]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "{", "not a checksum"})
  void checksumsThatAreNoneAreRefused(String checksum) {
    Parts parts = Parts.of(TestFiles.save(TestModels.small(), folder));
    String sum = parts.json().object("__metadata__").text("sha256");
    assertRefused(
        parts.withHeader(h -> h.replace(sum, checksum)).bytes(),
        "its checksum '" + checksum + "' is not a SHA-256");
  }

  @Test
  void changedWeightsAreRefused() {
    byte[] bytes = TestFiles.save(TestModels.small(), folder);
    bytes[bytes.length - 1] ^= 1;
    assertRefused(bytes, ". Maybe it was damaged or changed by another program");
  }

  private void assertRefused(byte[] bytes, String message) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> ModelArtifact.load(file))
        .withMessageStartingWith(file + ": ")
        .withMessageContaining(message)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContainPattern("\\R"));
  }
}
