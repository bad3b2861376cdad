package dev.ae4j.apps;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The code in the plug-in guide is that of the files it links to, which are compiled and tested.
 */
class PluginGuideTest {
  private static final Path DOCS =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent().resolve("docs");

  private static final Pattern BLOCK =
      Pattern.compile("\\]\\(([^)]*)\\)[^\\[`]*?:\\n\\n```(\\w+)\\n(.*?)```", Pattern.DOTALL);

  private static final Pattern FENCE = Pattern.compile("^```\\w+$", Pattern.MULTILINE);

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)\\)");

  private static String guide() throws IOException {
    return Files.readString(DOCS.resolve("plugin-guide.md"), UTF_8);
  }

  /** Indentation depends on what is around a snippet. */
  private static String withoutIndentation(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining("\n"));
  }

  @Test
  void snippetsAreThoseOfTheProject() throws IOException {
    String guide = guide();
    List<String> linked = new ArrayList<>();
    Matcher block = BLOCK.matcher(guide);
    while (block.find()) {
      linked.add(block.group(1));
      String file = Files.readString(DOCS.resolve(block.group(1)), UTF_8);
      assertThat(withoutIndentation(file))
          .as(block.group(1))
          .contains(withoutIndentation(block.group(3)));
    }
    // Every block of code stands right behind its link
    assertThat(linked).hasSize((int) FENCE.matcher(guide).results().count());
    assertThat(Set.copyOf(linked)).hasSizeGreaterThan(10);
  }

  @Test
  void linksLeadSomewhere() throws IOException {
    assertThat(LINK.matcher(guide()).results().map(link -> DOCS.resolve(link.group(1))))
        .isNotEmpty()
        .allSatisfy(path -> assertThat(path).exists());
  }
}
