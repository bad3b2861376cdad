import dev.ae4j.plugin.AdamOptimizerProvider;
import dev.ae4j.plugin.AdamWOptimizerProvider;
import dev.ae4j.plugin.AugmentCorruptionProvider;
import dev.ae4j.plugin.BceLossProvider;
import dev.ae4j.plugin.BernoulliLossProvider;
import dev.ae4j.plugin.BetaBinomialLossProvider;
import dev.ae4j.plugin.BinarizeCorruptionProvider;
import dev.ae4j.plugin.BlindSpotCorruptionProvider;
import dev.ae4j.plugin.ContractiveLossProvider;
import dev.ae4j.plugin.ConvDecoderProvider;
import dev.ae4j.plugin.ConvEncoderProvider;
import dev.ae4j.plugin.CosineScheduleProvider;
import dev.ae4j.plugin.DenseDecoderProvider;
import dev.ae4j.plugin.DenseEncoderProvider;
import dev.ae4j.plugin.DiscretizedLogisticLossProvider;
import dev.ae4j.plugin.ExponentialScheduleProvider;
import dev.ae4j.plugin.GaussianCorruptionProvider;
import dev.ae4j.plugin.GaussianLossProvider;
import dev.ae4j.plugin.HuberLossProvider;
import dev.ae4j.plugin.KlLossProvider;
import dev.ae4j.plugin.KlSparsityLossProvider;
import dev.ae4j.plugin.L1ActivityLossProvider;
import dev.ae4j.plugin.L1LossProvider;
import dev.ae4j.plugin.L2LossProvider;
import dev.ae4j.plugin.MaeLossProvider;
import dev.ae4j.plugin.MaskingCorruptionProvider;
import dev.ae4j.plugin.MseLossProvider;
import dev.ae4j.plugin.PlateauScheduleProvider;
import dev.ae4j.plugin.PoissonCorruptionProvider;
import dev.ae4j.plugin.RateLossProvider;
import dev.ae4j.plugin.RmsPropOptimizerProvider;
import dev.ae4j.plugin.RoundedEncoderProvider;
import dev.ae4j.plugin.SaltAndPepperCorruptionProvider;
import dev.ae4j.plugin.SgdOptimizerProvider;
import dev.ae4j.plugin.SpeckleCorruptionProvider;
import dev.ae4j.plugin.StepScheduleProvider;
import dev.ae4j.plugin.TiedDecoderProvider;
import dev.ae4j.plugin.VariationalConvEncoderProvider;
import dev.ae4j.plugin.VariationalEncoderProvider;
import dev.ae4j.spi.CorruptionProvider;
import dev.ae4j.spi.DecoderProvider;
import dev.ae4j.spi.EncoderProvider;
import dev.ae4j.spi.LossProvider;
import dev.ae4j.spi.OptimizerProvider;
import dev.ae4j.spi.ScheduleProvider;
import dev.ae4j.spi.TrainerProvider;
import dev.ae4j.training.FineTuneTrainerProvider;
import dev.ae4j.training.GradientTrainerProvider;
import org.jspecify.annotations.NullMarked;

/** The public API of AE4J: tensor graphs, differentiation, plug-in contracts, training, models. */
@NullMarked
module dev.ae4j {
  requires static transitive org.jspecify;

  // For everybody
  exports dev.ae4j;
  exports dev.ae4j.data;
  exports dev.ae4j.training;
  exports dev.ae4j.artifact;
  exports dev.ae4j.registry;

  // For authors of plug-ins
  exports dev.ae4j.graph;
  exports dev.ae4j.model;
  exports dev.ae4j.spi;

  // For authors of backends
  exports dev.ae4j.graph.op;
  exports dev.ae4j.spi.backend;

  uses dev.ae4j.spi.CorruptionProvider;
  uses dev.ae4j.spi.DatasetProvider;
  uses dev.ae4j.spi.DecoderProvider;
  uses dev.ae4j.spi.EncoderProvider;
  uses dev.ae4j.spi.LossProvider;
  uses dev.ae4j.spi.OptimizerProvider;
  uses dev.ae4j.spi.ScheduleProvider;
  uses dev.ae4j.spi.TrainerProvider;
  uses dev.ae4j.spi.backend.BackendProvider;

  provides CorruptionProvider with
      AugmentCorruptionProvider,
      BinarizeCorruptionProvider,
      BlindSpotCorruptionProvider,
      GaussianCorruptionProvider,
      MaskingCorruptionProvider,
      PoissonCorruptionProvider,
      SaltAndPepperCorruptionProvider,
      SpeckleCorruptionProvider;
  provides DecoderProvider with
      ConvDecoderProvider,
      DenseDecoderProvider,
      TiedDecoderProvider;
  provides EncoderProvider with
      ConvEncoderProvider,
      DenseEncoderProvider,
      RoundedEncoderProvider,
      VariationalConvEncoderProvider,
      VariationalEncoderProvider;
  provides LossProvider with
      BceLossProvider,
      BernoulliLossProvider,
      BetaBinomialLossProvider,
      ContractiveLossProvider,
      DiscretizedLogisticLossProvider,
      GaussianLossProvider,
      HuberLossProvider,
      KlLossProvider,
      KlSparsityLossProvider,
      L1ActivityLossProvider,
      L1LossProvider,
      L2LossProvider,
      MaeLossProvider,
      MseLossProvider,
      RateLossProvider;
  provides OptimizerProvider with
      AdamOptimizerProvider,
      AdamWOptimizerProvider,
      RmsPropOptimizerProvider,
      SgdOptimizerProvider;
  provides ScheduleProvider with
      CosineScheduleProvider,
      ExponentialScheduleProvider,
      PlateauScheduleProvider,
      StepScheduleProvider;
  provides TrainerProvider with
      FineTuneTrainerProvider,
      GradientTrainerProvider;
}
