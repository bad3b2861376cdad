package dev.ae4j.apps.cli;

import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code ae} itself, which does nothing without one of the others. */
@Command(
    name = "ae",
    description = "Trains autoencoders and puts them to use.",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = Version.class,
    subcommands = {
      QuickstartCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      EncodeCommand.class,
      DecodeCommand.class,
      ReconstructCommand.class,
      CompressCommand.class,
      DecompressCommand.class,
      DenoiseCommand.class,
      FeaturesCommand.class,
      DetectCommand.class,
      ImputeCommand.class,
      GenerateCommand.class,
      InterpolateCommand.class,
      InspectCommand.class,
      BackendsCommand.class,
      PluginsCommand.class,
      DatasetsCommand.class,
      DoctorCommand.class,
      BenchmarkCommand.class,
      GenerateCompletion.class,
      HelpCommand.class
    },
    footer = {
      "",
      "Exit codes: 0 done, 1 a bug, 2 wrong usage, 3 bad input, 4 unusable backend,"
          + " 130 interrupted.",
      "'ae COMMAND --help' tells more about a command."
    })
final class AeCommand implements Runnable {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  boolean version;

  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "No command given. Maybe 'ae quickstart', or 'ae --help' for all");
  }
}
