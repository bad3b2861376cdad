package dev.ae4j.apps.cli;

import dev.ae4j.TrainedModel;
import dev.ae4j.apps.report.Format;
import dev.ae4j.data.Dataset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a report says about how to get the same figures again. */
final class Replay {
  private Replay() {}

  /** Returns the command line of this run, as a shell reads it. */
  static String command(List<String> arguments) {
    return arguments.stream().map(Format::quoted).collect(Collectors.joining(" ", "ae ", ""));
  }

  /** Returns what figures depend on, by name. */
  static Map<String, String> facts(TrainedModel model, Map<String, Dataset> data) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("AE4J", Version.ofProgram());
    facts.put("backend", model.backend());
    facts.put("encoder", model.spec().encoder().toString());
    facts.put("decoder", model.spec().decoder().toString());
    facts.put("loss", model.spec().loss().toString());
    data.forEach((name, set) -> facts.put(name, fact(set)));
    return facts;
  }

  /** Returns which data it is, in a line. */
  static String fact(Dataset data) {
    return "%s, %s samples, SHA-256 %s"
        .formatted(data.name(), Format.count(data.size()), data.checksum());
  }
}
