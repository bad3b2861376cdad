package dev.ae4j.apps.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Takes options from the file that {@code --config} names.
 *
 * <p>picocli asks for defaults after it has read the command line, and only for what was not given
 * there, so the command line wins and the name of the file is known.
 */
final class ConfigFile implements IDefaultValueProvider {
  private static final String CONFIG = "--config";

  /** Options that steer the reading of options, so that a file cannot contain them. */
  private static final Set<String> EXCLUDED = Set.of(CONFIG, "--help");

  private @Nullable Map<String, String> values;

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    OptionSpec config = argument.command().findOption(CONFIG);
    if (config == null || !(config.getValue() instanceof Path file)) {
      return null;
    }
    if (values == null) {
      values = read(file, argument.command());
    }
    return argument instanceof OptionSpec option ? values.get(option.longestName()) : null;
  }

  private static Map<String, String> read(Path file, CommandSpec command) {
    Map<String, String> values = new LinkedHashMap<>();
    try (InputStream in = Files.newInputStream(file);
        YAMLParser parser = new YAMLFactory().createParser(in)) {
      JsonToken first = parser.nextToken();
      if (first != null && first != JsonToken.START_OBJECT) {
        throw wrong(command, file + " is not a list of lines such as 'epochs: 20'");
      }
      while (first != null && parser.nextToken() == JsonToken.FIELD_NAME) {
        String key = parser.currentName();
        JsonToken value = parser.nextToken();
        if (!value.isScalarValue() || value == JsonToken.VALUE_NULL) {
          throw wrong(command, file + ": " + key + " needs one value on the same line");
        }
        String option = "--" + key;
        if (EXCLUDED.contains(option) || command.findOption(option) == null) {
          throw wrong(command, unknown(file, key, command));
        }
        if (values.put(option, parser.getText()) != null) {
          throw wrong(command, file + " has " + key + " twice");
        }
      }
    } catch (JsonProcessingException e) {
      throw wrong(
          command,
          "%s is not YAML: line %d: %s"
              .formatted(file, e.getLocation().getLineNr(), e.getOriginalMessage()));
    } catch (IOException e) {
      throw wrong(command, file + " cannot be read: " + Failures.reason(e));
    }
    return values;
  }

  private static String unknown(Path file, String key, CommandSpec command) {
    Set<String> known = new TreeSet<>(command.optionsMap().keySet());
    known.removeIf(name -> !name.startsWith("--") || EXCLUDED.contains(name));
    return "%s: %s has no option %s. Maybe one of %s"
        .formatted(
            file,
            command.qualifiedName(),
            key,
            known.stream().map(name -> name.substring(2)).toList());
  }

  private static ParameterException wrong(CommandSpec command, String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
