package dev.ae4j.apps.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.inject.AbstractModule;
import com.google.inject.Module;
import dev.ae4j.apps.Main;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.spi.Provider;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a run of {@code ae} gave.
 *
 * @param code the exit code
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
record CliRun(int code, String out, String err) {

  /**
   * Runs a command in this process.
   *
   * @param args the first is split at its blanks; lists and arrays stand for what is in them
   */
  static CliRun ae(Object... args) {
    return run((texts, streams) -> Main.run(texts, streams.out(), streams.err()), args);
  }

  /** Runs a command for which there are no providers but these. */
  static CliRun aeWith(List<Provider> providers, Object... args) {
    return run(
        (texts, streams) -> {
          Module module =
              new AbstractModule() {
                @Override
                protected void configure() {
                  bind(Streams.class).toInstance(streams);
                  bind(ProviderCatalog.class).toInstance(ProviderCatalog.of(providers));
                }
              };
          return AeCli.run(texts, streams, module);
        },
        args);
  }

  private interface Runner {
    int run(String[] args, Streams streams);
  }

  private static CliRun run(Runner runner, Object... args) {
    List<String> texts = new ArrayList<>();
    add(texts, Arrays.asList(args));
    if (!texts.isEmpty()) {
      texts.addAll(0, List.of(texts.remove(0).split(" +")));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        runner.run(
            texts.toArray(String[]::new),
            new Streams(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8)));
    return new CliRun(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static void add(List<String> texts, List<?> args) {
    for (Object arg : args) {
      if (arg instanceof List<?> list) {
        add(texts, list);
      } else if (arg instanceof Object[] array) {
        add(texts, Arrays.asList(array));
      } else {
        texts.add(arg.toString());
      }
    }
  }

  /** Returns this run after checking that it went well. */
  CliRun succeeds() {
    assertThat(code).as(err).isZero();
    return this;
  }

  /** Returns the result of a run with {@code --json}, after checking that there is nothing else. */
  JsonNode json() {
    succeeds();
    try {
      JsonNode result =
          new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).readTree(out);
      assertThat(result.isObject()).isTrue();
      return result;
    } catch (JsonProcessingException e) {
      throw new AssertionError(out, e);
    }
  }

  /** Checks that the run failed with a code and said why in one or two lines and nothing else. */
  void failsWith(int expected, String... partsOfMessage) {
    assertThat(err).contains(partsOfMessage).startsWith("ae: ");
    assertThat(err.lines().count()).as(err).isLessThanOrEqualTo(2);
    assertThat(err).doesNotContain("\tat ");
    assertThat(code).as(err).isEqualTo(expected);
    assertThat(out).isEmpty();
  }
}
