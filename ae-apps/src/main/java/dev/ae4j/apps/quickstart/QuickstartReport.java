package dev.ae4j.apps.quickstart;

import dev.ae4j.apps.quickstart.QuickstartResult.Compression;
import dev.ae4j.apps.quickstart.QuickstartResult.Denoising;
import dev.ae4j.apps.quickstart.QuickstartResult.Features;
import dev.ae4j.apps.quickstart.QuickstartResult.Reconstruction;
import dev.ae4j.apps.report.Format;
import dev.ae4j.apps.report.HtmlReport;
import dev.ae4j.apps.report.HtmlReport.KeyFigure;
import dev.ae4j.apps.report.LineChart;
import dev.ae4j.apps.report.Table;
import dev.ae4j.artifact.ModelArtifact;
import dev.ae4j.data.Dataset;
import dev.ae4j.registry.BackendSelection;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.training.EpochReport;
import java.lang.module.ModuleDescriptor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The quickstart's results as a web page. */
final class QuickstartReport {
  private final QuickstartOptions options;
  private final Digits digits;
  private final QuickstartResult result;
  private final ModelArtifact model;
  private final List<EpochReport> history;
  private final List<EpochReport> denoiserHistory;
  private final Pictures pictures;

  /** PNG files. */
  record Pictures(byte[] reconstructions, byte[] denoising, byte[] codes) {}

  QuickstartReport(
      QuickstartOptions options,
      Digits digits,
      QuickstartResult result,
      ModelArtifact model,
      List<EpochReport> history,
      List<EpochReport> denoiserHistory,
      Pictures pictures) {
    this.options = options;
    this.digits = digits;
    this.result = result;
    this.model = model;
    this.history = history;
    this.denoiserHistory = denoiserHistory;
    this.pictures = pictures;
  }

  String toHtml() {
    HtmlReport report =
        new HtmlReport(
            "AE4J quickstart",
            "An autoencoder learned to describe handwritten digits with %d numbers instead of 784."
                    .formatted(result.reconstruction().codeSize())
                + " All figures are from test images that it never learned from, beside what"
                + " classical methods reach.");
    addKeyFigures(report);
    addReconstruction(report);
    addCompression(report);
    addDenoising(report);
    addFeatures(report);
    addReplay(report);
    return report.toHtml();
  }

  private void addKeyFigures(HtmlReport report) {
    Reconstruction r = result.reconstruction();
    Compression c = result.compression();
    Denoising d = result.denoising();
    Features f = result.features();
    Map<String, KeyFigure> figures = new LinkedHashMap<>();
    figures.put(
        "Reconstruction MSE",
        new KeyFigure(Format.mse(r.mse()), "PCA " + Format.mse(r.pca().mse())));
    figures.put(
        "Compression %s : 1".formatted(Format.decimals((double) c.rawBytes() / c.bytes(), 1)),
        new KeyFigure(Format.psnr(c.psnr()) + " dB", "PCA " + Format.psnr(c.pca().psnr()) + " dB"));
    figures.put(
        "Denoising",
        new KeyFigure(
            Format.psnr(d.psnrOut()) + " dB", "Wiener " + Format.psnr(d.wiener().psnr()) + " dB"));
    figures.put(
        "Codes, 5-NN accuracy",
        new KeyFigure(
            Format.percent(f.knnAccuracy()), "PCA " + Format.percent(f.pca().knnAccuracy())));
    report.keyFigures(figures);
  }

  private void addReconstruction(HtmlReport report) {
    Reconstruction r = result.reconstruction();
    LineChart chart =
        new LineChart("Reconstruction error by epoch", "mean squared error")
            .line(
                "training images, while learning",
                history.stream().mapToDouble(EpochReport::trainingLoss).toArray())
            .line(
                "test images, after the epoch",
                history.stream().mapToDouble(e -> e.validationLoss().orElse(0)).toArray())
            .reference(
                "PCA with %d components, test images".formatted(r.codeSize()), r.pca().mse());
    report
        .section("Reconstruction")
        .paragraph(
            "The encoder turns 784 pixels into %d numbers, the code, and the decoder turns the code"
                    .formatted(r.codeSize())
                + " back into pixels. The best that any linear encoder and decoder can do is PCA."
                + " Training took %s seconds."
                    .formatted(Format.decimals(result.trainingSeconds(), 1)))
        .picture(
            pictures.reconstructions(),
            "Ten test digits, the first of each class, in three rows: original, autoencoder, PCA.",
            "The first test image of each digit, from the autoencoder's code and from as many"
                + " principal components.")
        .chart(chart)
        .table(
            new Table(
                    "Test images, encoded and decoded. Lower MSE, higher PSNR and SSIM are better.",
                    "method",
                    "MSE",
                    "PSNR, dB",
                    "SSIM")
                .strongRow(
                    "autoencoder",
                    Format.mse(r.mse()),
                    Format.psnr(r.psnr()),
                    Format.ssim(r.ssim()))
                .row(
                    "PCA",
                    Format.mse(r.pca().mse()),
                    Format.psnr(r.pca().psnr()),
                    Format.ssim(r.pca().ssim())));
  }

  private void addCompression(HtmlReport report) {
    Compression c = result.compression();
    report
        .section("Compression")
        .paragraph(
            "Each number of a code is rounded to one of 256 steps and stored as a byte. The sizes"
                + " hold everything that is needed to get the pictures back, except the model,"
                + " whose size is in the last column.")
        .table(
            new Table(
                    "%s test images.".formatted(Format.count(c.samples())),
                    "method",
                    "bits per pixel",
                    "PSNR, dB",
                    "SSIM",
                    "bytes",
                    "model, bytes")
                .strongRow(
                    "autoencoder",
                    Format.decimals(c.bitsPerDimension(), 3),
                    Format.psnr(c.psnr()),
                    Format.ssim(c.ssim()),
                    Format.count(c.bytes()),
                    Format.count(c.modelBytes()))
                .row(
                    "PCA",
                    Format.decimals(c.pca().bitsPerDimension(), 3),
                    Format.psnr(c.pca().psnr()),
                    Format.ssim(c.pca().ssim()),
                    Format.count(c.pca().bytes()),
                    Format.count(c.pca().modelBytes()))
                .row(
                    "gzip",
                    Format.decimals(c.gzip().bitsPerDimension(), 3),
                    "lossless",
                    "1.000",
                    Format.count(c.gzip().bytes()),
                    "none")
                .row("pixels", "8.000", "lossless", "1.000", Format.count(c.rawBytes()), "none"));
  }

  private void addDenoising(HtmlReport report) {
    Denoising d = result.denoising();
    report
        .section("Denoising")
        .paragraph(
            ("A second autoencoder with a hidden layer of %d units saw training images with normal"
                    + " noise and learned to give back the clean ones, in %s seconds. The noise on"
                    + " the test images is fixed, so that figures can be compared.")
                .formatted(d.hiddenUnits(), Format.decimals(d.trainingSeconds(), 1)))
        .picture(
            pictures.denoising(),
            "Ten test digits in four rows: original, with noise, after a Wiener filter, after the"
                + " autoencoder.",
            "Noise with a standard deviation of half the range from black to white.")
        .table(
            new Table(
                    "Noisy and cleaned test images, compared with the originals.",
                    "method",
                    "PSNR, dB",
                    "SSIM")
                .strongRow("autoencoder", Format.psnr(d.psnrOut()), Format.ssim(d.ssimOut()))
                .row(
                    "Wiener filter, linear",
                    Format.psnr(d.wiener().psnr()),
                    Format.ssim(d.wiener().ssim()))
                .row(
                    "median of 3x3 pixels",
                    Format.psnr(d.median().psnr()),
                    Format.ssim(d.median().ssim()))
                .row("noisy", Format.psnr(d.psnrIn()), Format.ssim(d.ssimIn())))
        .chart(
            new LineChart("Loss of the denoising autoencoder by epoch", "cross-entropy")
                .line(
                    "training images, while learning",
                    denoiserHistory.stream().mapToDouble(EpochReport::trainingLoss).toArray()));
  }

  private void addFeatures(HtmlReport report) {
    Features f = result.features();
    report
        .section("Features")
        .paragraph(
            "The code was learned without labels. How much does it know about the digits? A linear"
                + " classifier and the 5 nearest neighbours were given the first %s training images"
                    .formatted(Format.count(f.trainSamples()))
                + " with their labels and asked about %s test images."
                    .formatted(Format.count(f.testSamples()))
                + " A plain autoencoder seldom beats PCA here.")
        .picture(
            pictures.codes(),
            "Five rows of eleven decoded images that change step by step from one digit to another:"
                + " 0 to 6, 1 to 7, 3 to 8, 4 to 9, 5 to 2.",
            "Walks between codes: from the code of one test image straight to that of another, with"
                + " every step decoded.")
        .table(
            new Table(
                    "Accuracy on test images.",
                    "features",
                    "numbers",
                    "linear classifier",
                    "5 nearest neighbours")
                .strongRow(
                    "autoencoder",
                    Integer.toString(result.reconstruction().codeSize()),
                    Format.percent(f.linearProbeAccuracy()),
                    Format.percent(f.knnAccuracy()))
                .row(
                    "PCA",
                    Integer.toString(result.reconstruction().codeSize()),
                    Format.percent(f.pca().linearProbeAccuracy()),
                    Format.percent(f.pca().knnAccuracy()))
                .row(
                    "pixels",
                    "784",
                    Format.percent(f.raw().linearProbeAccuracy()),
                    Format.percent(f.raw().knnAccuracy())));
  }

  private void addReplay(HtmlReport report) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("AE4J", version());
    facts.put("backend", result.backend());
    facts.put(
        "Java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    facts.put(
        "system",
        "%s %s, %d processors"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors()));
    facts.put("seed", Long.toString(result.seed()));
    facts.put("optimizer", model.provenance().getOrDefault("optimizer", ""));
    facts.put("training data", describe(digits.training()));
    facts.put("test data", describe(digits.test()));
    facts.put("time", Format.decimals(result.seconds(), 1) + " seconds in all");
    report
        .section("Once more")
        .paragraph(
            "This command gives the same figures, except times, wherever the backend computes the"
                + " same.")
        .command(command())
        .facts(facts);
  }

  private static String describe(Dataset data) {
    return "%s, %s samples, SHA-256 %s"
        .formatted(data.name(), Format.count(data.size()), data.checksum());
  }

  private String command() {
    return "ae quickstart --backend %s --epochs %d --seed %d --out %s"
        .formatted(
            Format.quoted(backend()),
            result.epochs(),
            result.seed(),
            Format.quoted(options.out().toString()));
  }

  /** Returns the backend with its options, also if it was chosen automatically. */
  private String backend() {
    return BackendSelection.select(options.backend().orElse(null), ProviderCatalog.load())
        .chosen()
        .map(Object::toString)
        .orElseGet(() -> options.backend().orElse("jvm"));
  }

  private static String version() {
    Class<?> type = QuickstartReport.class;
    return Optional.ofNullable(type.getModule().getDescriptor())
        .flatMap(ModuleDescriptor::rawVersion)
        .or(() -> Optional.ofNullable(type.getPackage().getImplementationVersion()))
        .orElse("development build");
  }
}
