package dev.ae4j.apps.quickstart;

import dev.ae4j.TrainedModel;
import dev.ae4j.apps.metrics.LabelledData;
import dev.ae4j.apps.metrics.LinearProbe;
import dev.ae4j.apps.metrics.NearestNeighbours;
import dev.ae4j.apps.metrics.Pca;
import dev.ae4j.apps.quickstart.QuickstartResult.Accuracies;
import dev.ae4j.apps.quickstart.QuickstartResult.Features;
import dev.ae4j.data.TensorData;
import java.util.function.UnaryOperator;

/** Measures how much about the classes features tell, on the first training and test images. */
final class FeatureProbes {
  private static final int TRAINING_SAMPLES = 10_000;
  private static final int TEST_SAMPLES = 10_000;
  private static final int NEIGHBOURS = 5;

  private final Digits digits;
  private final TensorData training;
  private final TensorData test;

  FeatureProbes(Digits digits) {
    this.digits = digits;
    this.training = first(digits.trainingImages(), TRAINING_SAMPLES);
    this.test = first(digits.testImages(), TEST_SAMPLES);
  }

  Features measure(TrainedModel model, Pca pca) {
    Accuracies codes = accuracies(model.encoder());
    return new Features(
        training.rows(),
        test.rows(),
        codes.linearProbeAccuracy(),
        codes.knnAccuracy(),
        accuracies(UnaryOperator.identity()),
        accuracies(pca::encode));
  }

  private Accuracies accuracies(UnaryOperator<TensorData> features) {
    LabelledData known = digits.labelledTraining(features.apply(training));
    LabelledData asked = digits.labelledTest(features.apply(test));
    return new Accuracies(
        LinearProbe.fit(known).accuracy(asked),
        NearestNeighbours.accuracy(known, asked, NEIGHBOURS));
  }

  private static TensorData first(TensorData images, int count) {
    return images.copyRows(0, Math.min(count, images.rows()));
  }
}
