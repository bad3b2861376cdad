package dev.ae4j.apps.features;

import dev.ae4j.apps.metrics.ClusterAgreement;
import dev.ae4j.apps.metrics.KMeans;
import dev.ae4j.apps.metrics.LabelledData;
import dev.ae4j.apps.metrics.LinearProbe;
import dev.ae4j.apps.metrics.NearestNeighbours;
import dev.ae4j.apps.metrics.Silhouette;
import dev.ae4j.data.TensorData;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * How much features tell about classes that they were learned without; only the silhouette can be
 * had without classes.
 *
 * @param size the number of features
 * @param linearProbeAccuracy the share of test samples that logistic regression on standardised
 *     features gets right
 * @param knnAccuracy the share that the majority of the 5 nearest training samples gets right
 * @param kmeansNmi the normalised mutual information of the classes and clusters of test samples,
 *     those of k-means with as many clusters as classes, the best of 10 starts
 * @param kmeansAri the adjusted Rand index of the classes and these clusters
 * @param silhouette how well these clusters are separated, on 2,000 samples at most
 */
public record FeatureQuality(
    int size,
    OptionalDouble linearProbeAccuracy,
    OptionalDouble knnAccuracy,
    OptionalDouble kmeansNmi,
    OptionalDouble kmeansAri,
    double silhouette) {
  private static final int NEIGHBOURS = 5;
  private static final int STARTS = 10;
  private static final long SEED = 1;
  private static final int SILHOUETTE_SAMPLES = 2000;

  /**
   * Measures features of samples with classes.
   *
   * @throws dev.ae4j.DataException if there are too few samples, the sizes do not fit, or all test
   *     samples are of one class
   */
  public static FeatureQuality of(LabelledData training, LabelledData test) {
    int[] classes = test.labels();
    int[] clusters = clusters(test.features(), (int) Arrays.stream(classes).distinct().count());
    return new FeatureQuality(
        test.features().rowShape().sampleElements(),
        OptionalDouble.of(LinearProbe.fit(training).accuracy(test)),
        OptionalDouble.of(NearestNeighbours.accuracy(training, test, NEIGHBOURS)),
        OptionalDouble.of(ClusterAgreement.nmi(classes, clusters)),
        OptionalDouble.of(ClusterAgreement.ari(classes, clusters)),
        silhouette(test.features(), clusters));
  }

  /**
   * Measures features of samples without classes.
   *
   * @param test {@code [n, ...]}
   * @param clusters how many clusters k-means is to find, 2 or more
   * @throws dev.ae4j.DataException if there are too few samples
   */
  public static FeatureQuality of(TensorData test, int clusters) {
    return new FeatureQuality(
        test.rowShape().sampleElements(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        silhouette(test, clusters(test, clusters)));
  }

  private static int[] clusters(TensorData features, int count) {
    return KMeans.fit(features, count, STARTS, SEED).clusters();
  }

  private static double silhouette(TensorData features, int[] clusters) {
    return Silhouette.mean(features, clusters, SILHOUETTE_SAMPLES);
  }
}
