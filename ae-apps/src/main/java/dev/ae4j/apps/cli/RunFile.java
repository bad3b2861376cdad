package dev.ae4j.apps.cli;

import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.ae4j.artifact.WholeFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.OptionSpec;

/** The options of a run as a file from which {@code --config} takes them to do it again. */
final class RunFile {
  /** Options that have no part in the result. */
  private static final Set<String> EXCLUDED =
      Set.of("--json", "--config", "--verbose", "--help", "--checkpoint", "--resume", "--history");

  /** What stands between the values of an option that has several, as a regular expression. */
  static final String SEPARATOR = "\\s*\\+\\s*";

  private RunFile() {}

  /** Returns where the options of a run stand whose result is in a file: beside it. */
  static Path beside(Path result) {
    return result.resolveSibling(result.getFileName() + ".run.yaml");
  }

  /**
   * Writes the options of a command, those with their default value too.
   *
   * @param options the options with their values
   * @param chosen what was chosen where the user left the choice open, by option
   * @throws dev.ae4j.DataException if the file cannot be written
   */
  static void write(Path file, List<OptionSpec> options, Map<String, String> chosen) {
    Map<String, String> values = new LinkedHashMap<>();
    for (OptionSpec option : options) {
      String name = option.longestName();
      Object value = option.getValue() == null ? chosen.get(name) : option.getValue();
      String text =
          value instanceof List<?> list
              ? list.stream().map(String::valueOf).collect(Collectors.joining(" + "))
              : String.valueOf(value);
      if (value != null && !text.isEmpty() && !EXCLUDED.contains(name)) {
        values.put(name.substring(2), text);
      }
    }
    YAMLMapper mapper =
        YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .build();
    WholeFile.write(
        file, out -> out.write(mapper.writeValueAsString(values).getBytes(StandardCharsets.UTF_8)));
  }
}
