/** Plug-ins for AE4J, as a third party would write them. */
module org.example.ae {
  requires dev.ae4j;

  provides dev.ae4j.spi.DatasetProvider with
      org.example.ae.SpiralsDatasetProvider;
  provides dev.ae4j.spi.DecoderProvider with
      org.example.ae.ResidualDecoderProvider;
  provides dev.ae4j.spi.EncoderProvider with
      org.example.ae.ResidualEncoderProvider;
  provides dev.ae4j.spi.LossProvider with
      org.example.ae.LogCoshLossProvider;
  provides dev.ae4j.spi.TrainerProvider with
      org.example.ae.AveragingTrainerProvider;
}
