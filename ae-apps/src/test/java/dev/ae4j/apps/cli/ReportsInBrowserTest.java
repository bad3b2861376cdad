package dev.ae4j.apps.cli;

import static dev.ae4j.apps.cli.CliRun.ae;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.ae4j.data.TensorData;
import dev.ae4j.datasets.Npy;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Opens the reports of commands in Chromium: on a telephone and on a screen, light and dark.
 * Skipped where there is no Chromium on the path.
 */
class ReportsInBrowserTest {
  /** Looks at a report in two frames and writes what is wrong with it into the title. */
  private static final String PAGE =
      """
      <!DOCTYPE html><title>not finished</title>
      <iframe width="360" height="800" src="%1$s"></iframe>
      <iframe width="1200" height="800" src="%1$s"></iframe>
      <script>
      function luminance(color) {
        const [r, g, b] = color.match(/[\\d.]+/g).slice(0, 3).map(v => v / 255)
            .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      }
      function background(element, view) {
        for (let e = element; e; e = e.parentElement) {
          const color = view.getComputedStyle(e).backgroundColor;
          if (!/, 0\\)$/.test(color)) { return color; }
        }
        return 'rgb(255, 255, 255)';
      }
      function look(frame) {
        const view = frame.contentWindow, page = frame.contentDocument, wrong = [];
        const width = page.documentElement.scrollWidth;
        if (width > view.innerWidth) { wrong.push(width + ' pixels wide'); }
        for (const image of page.images) {
          if (!image.alt) { wrong.push('image without text'); }
          if (!image.naturalWidth) { wrong.push('broken image'); }
        }
        for (const picture of page.querySelectorAll('svg')) {
          if (!picture.getAttribute('aria-label') && !picture.querySelector('title')) {
            wrong.push('chart without text');
          }
        }
        for (const entry of view.performance.getEntriesByType('resource')) {
          if (!entry.name.startsWith('data:')) { wrong.push('loads ' + entry.name); }
        }
        for (const e of page.querySelectorAll('h1, h2, p, th, td, caption, figcaption, code')) {
          if (!e.textContent.trim()) { continue; }
          const a = luminance(view.getComputedStyle(e).color), b = luminance(background(e, view));
          const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          if (contrast < 4.5) { wrong.push(e.tagName + ' has the contrast ' + contrast); }
        }
        if (page.querySelectorAll('h2').length == 0) { wrong.push('no sections'); }
        return wrong;
      }
      onload = () => {
        const wrong = [...document.querySelectorAll('iframe')].flatMap(look);
        const dark = matchMedia('(prefers-color-scheme: dark)').matches;
        document.title = (dark ? 'dark' : 'light') + ': ' + [...new Set(wrong)].join('; ');
      };
      </script>
      """;

  private static final int SIZE = 12;

  @TempDir static Path shared;

  private static String browser() {
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .flatMap(
            name ->
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                    .map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElseGet(() -> abort("There is no Chromium on the path"));
  }

  /** Makes a report with each command that makes one, on little images. */
  @BeforeAll
  static void makeReports() throws IOException {
    browser();
    Random random = new Random(1);
    float[] values = new float[120 * SIZE * SIZE];
    StringBuilder classes = new StringBuilder();
    for (int i = 0; i < values.length; i++) {
      boolean isLeft = i % SIZE < SIZE / 2;
      boolean isBright = isLeft == (i / (SIZE * SIZE) % 2 == 0);
      values[i] = isBright ? 0.6f + 0.4f * random.nextFloat() : 0.1f;
    }
    for (int i = 0; i < 120; i++) {
      classes.append(i % 2).append('\n');
    }
    Path data = shared.resolve("images.npy");
    Path model = shared.resolve("m.ae4j");
    Path labels = Files.writeString(shared.resolve("labels.txt"), classes);
    Npy.write(data, TensorData.of(values, 120, SIZE * SIZE));
    ae("train", "--data", data, "--out", model, "--code-size", 4, "--epochs", 2).succeeds();
    Object[] common = {"--model", model, "--data", data, "--train-data", data, "--report"};
    command("denoise", common, "denoise.html", "--noise", "gaussian:0.2", "--out", "n.npy");
    command("compress", common, "compress.html", "--out", "c.aez");
    command("detect", common, "detect.html", "--labels", labels, "--explain", "--out", "s.csv");
    Path features = shared.resolve("features");
    ae(
            "features",
            "--model",
            model,
            "--train",
            data,
            "--test",
            data,
            "--train-labels",
            labels,
            "--test-labels",
            labels,
            "--out",
            features)
        .succeeds();
    try (Stream<Path> files = Files.list(features)) {
      Path report =
          files.filter(file -> file.toString().endsWith(".html")).findFirst().orElseThrow();
      Files.copy(report, shared.resolve("features.html"));
    }
  }

  private static void command(String name, Object[] common, String report, Object... more) {
    Object[] all =
        Stream.of(new Object[] {name}, common, new Object[] {shared.resolve(report)}, more)
            .flatMap(Arrays::stream)
            .map(
                part ->
                    part.toString().matches("\\w\\.\\w+") ? shared.resolve(part.toString()) : part)
            .toArray();
    ae(all).succeeds();
  }

  @ParameterizedTest
  @CsvSource({
    "denoise, light",
    "denoise, dark",
    "compress, light",
    "compress, dark",
    "detect, light",
    "detect, dark",
    "features, light",
    "features, dark"
  })
  void looksRight(String report, String scheme) throws Exception {
    Path page =
        Files.writeString(
            shared.resolve(report + "-" + scheme + "-page.html"), PAGE.formatted(report + ".html"));
    List<String> command =
        List.of(
            browser(),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--allow-file-access-from-files",
            "--user-data-dir=" + shared.resolve("profile"),
            "--blink-settings=preferredColorScheme=" + (scheme.equals("dark") ? 0 : 1),
            "--window-size=1700,900",
            "--virtual-time-budget=5000",
            "--dump-dom",
            page.toUri().toString());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String dom = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    Matcher title = Pattern.compile("<title>(.*?)</title>", Pattern.DOTALL).matcher(dom);
    assertThat(title.find()).as(dom).isTrue();
    assertThat(title.group(1)).isEqualTo(scheme + ": ");
  }
}
