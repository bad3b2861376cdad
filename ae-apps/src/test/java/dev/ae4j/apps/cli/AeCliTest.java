package dev.ae4j.apps.cli;

import static dev.ae4j.apps.cli.CliRun.ae;
import static dev.ae4j.apps.cli.CliRun.aeWith;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ae4j.data.Dataset;
import dev.ae4j.spi.DatasetProvider;
import dev.ae4j.spi.Options;
import dev.ae4j.spi.Provider;
import dev.ae4j.spi.backend.Availability;
import dev.ae4j.spi.backend.Backend;
import dev.ae4j.spi.backend.BackendProvider;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What all commands have in common: help, versions, failures. */
class AeCliTest {
  @TempDir Path folder;

  /** Fails in a way that nobody thought of. */
  private record FailingProvider(Supplier<Throwable> failure) implements DatasetProvider {
    @Override
    public String id() {
      return "failing";
    }

    @Override
    public Dataset open(Options options) {
      throw FailingProvider.<RuntimeException>asUnchecked(failure.get());
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // Erased, so nothing is cast
    private static <T extends Throwable> T asUnchecked(Throwable failure) throws T {
      throw (T) failure;
    }
  }

  /** Can be chosen, but not opened. */
  private static final class IdleBackendProvider implements BackendProvider {
    @Override
    public String id() {
      return "idle";
    }

    @Override
    public int priority() {
      return 1;
    }

    @Override
    public Availability availability() {
      return Availability.usable("does nothing");
    }

    @Override
    public Backend open(Options options) {
      throw new AssertionError("must not be used");
    }
  }

  static Set<String> commands() {
    return new CommandLine(AeCommand.class).getSubcommands().keySet();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasHelp(String command) {
    CliRun run = ae(command, "--help").succeeds();
    assertThat(run.out()).contains("Usage: ae " + command, "--help");
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void helpListsEveryCommand() {
    CliRun run = ae("--help").succeeds();
    assertThat(run.out()).startsWith("Usage: ae ").contains(commands()).contains("Exit codes: 0");
    assertThat(run.err()).isEmpty();
    assertThat(ae("help", "train").succeeds().out()).startsWith("Usage: ae train");
  }

  @Test
  void versionIsTold() {
    assertThat(ae("--version").succeeds().out()).startsWith("ae ").contains("(Java ");
  }

  @Test
  void completionScriptKnowsCommandsAndOptions() {
    assertThat(ae("generate-completion").succeeds().out())
        .startsWith("#!")
        .contains("quickstart", "reconstruct", "--validation-split");
  }

  @Test
  void nothingAndNonsenseAreWrongUsage() {
    ae().failsWith(2, "No command given", "ae --help");
    ae("trian").failsWith(2, "'trian' is no command", "Maybe train");
    ae("--nope").failsWith(2, "--nope");
    ae("doctor", "--nope").failsWith(2, "'--nope' is no command or option of ae doctor");
    ae("doctor", "nope").failsWith(2, "nope");
    ae("train", "@nope").failsWith(2, "@nope");
  }

  @Test
  void stackTracesAreForTheVerbose() {
    Object[] args = {"inspect", folder.resolve("nope")};
    ae(args).failsWith(3, "nope");
    CliRun verbose = ae(args[0], args[1], "--verbose");
    assertThat(verbose.code()).isEqualTo(3);
    assertThat(verbose.err()).contains("nope", "dev.ae4j.DataException", "\tat ");
    assertThat(ae("train", "--verbose").err()).contains("--data", "\tat ");
  }

  @Test
  void logsAreForTheVerbose() {
    Object[] args = {"train", "--data", "random", "--out", folder.resolve("m"), "--epochs", 0};
    assertThat(ae(args).succeeds().err()).hasLineCount(1);
    Object[] more = Arrays.copyOf(args, args.length + 1);
    more[args.length] = "--verbose";
    assertThat(ae(more).succeeds().err()).contains("Backend jvm").hasLineCount(3);
  }

  @Test
  void bugsSaySo() {
    fails(() -> new IllegalStateException("two\nlines"))
        .failsWith(1, "This is a bug", "two; lines", "Maybe", "--verbose");
    fails(() -> new AssertionError("error")).failsWith(1, "This is a bug", "error");
  }

  @Test
  void smallHeapIsNoBug() {
    fails(() -> new OutOfMemoryError("heap")).failsWith(3, "Java heap", "Maybe", "-Xmx");
  }

  @Test
  void messagesCannotSteerTheTerminal() {
    assertThat(ae("inspect", "a\u001b[31mb\nc").err()).doesNotContain("\u001b").contains("31mb");
  }

  private CliRun fails(Supplier<Throwable> failure) {
    List<Provider> providers = List.of(new FailingProvider(failure), new IdleBackendProvider());
    return aeWith(providers, "train", "--data", "failing", "--out", folder.resolve("m"));
  }
}
