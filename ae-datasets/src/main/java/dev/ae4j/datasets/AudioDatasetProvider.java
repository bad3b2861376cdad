package dev.ae4j.datasets;

import dev.ae4j.DataException;
import dev.ae4j.OptionException;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.spi.DatasetProvider;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens WAV files, cut into frames: {@code audio:path=speech,frame=512}.
 *
 * <p>Samples are {@code [frame]}, as {@link Wav} reads them, the mean of all channels. Sounds come
 * in the order of their names, and all have to be of one rate; the last frame of each is padded
 * with zeros. Where folders are classes, as {@link MediaFiles} says, samples are labelled with
 * them.
 */
public final class AudioDatasetProvider implements DatasetProvider {
  /** The numbers of a frame where nothing else is said. */
  static final int FRAME = 512;

  /** Creates the provider; files are read when a data set is opened. */
  public AudioDatasetProvider() {}

  @Override
  public String id() {
    return "audio";
  }

  @Override
  public String description() {
    return "WAV files, cut into frames; folders of folders are classes";
  }

  @Override
  public OptionSchema options() {
    return OptionSchema.builder()
        .text("path", "", "a file or a folder")
        .integer("frame", FRAME, 1, 1 << 24, "numbers of a frame")
        .build();
  }

  @Override
  public Dataset open(Options options) {
    String path = options.text("path");
    int frame = options.integer("frame");
    if (path.isEmpty()) {
      throw new OptionException("data set audio needs a path. Maybe audio:path=FOLDER,frame=512");
    }
    MediaFiles found =
        MediaFiles.find(MediaFiles.existing(path))
            .filter(files -> files.kind() == MediaFiles.Kind.SOUNDS)
            .orElseThrow(() -> new DataException(path + " has no WAV files"));
    return open("audio:path=" + path + ",frame=" + frame, found, frame);
  }

  static Dataset open(String name, MediaFiles found, int frame) {
    List<TensorData> sounds = new ArrayList<>();
    int rate = 0;
    long count = 0;
    for (Path file : found.files()) {
      Wav.Sound sound = Wav.read(file);
      if (rate != 0 && sound.rate() != rate) {
        throw new DataException(
            "%s has %s samples in a second, but %s has %s. Maybe bring all to one rate"
                .formatted(
                    file.getFileName(), sound.rate(), found.files().get(0).getFileName(), rate));
      }
      rate = sound.rate();
      sounds.add(sound.mono());
      count += frames(sound.samples(), frame);
    }
    if (count == 0) {
      throw new DataException(name + " has no sound in it");
    }
    float[] values = ContentReader.allocate(name, count * frame);
    int[] labels = new int[(int) count];
    int row = 0;
    for (int i = 0; i < sounds.size(); i++) {
      TensorData sound = sounds.get(i);
      System.arraycopy(sound.values(), 0, values, row * frame, sound.values().length);
      for (int end = row + frames(sound, frame); row < end; row++) {
        labels[row] = found.labels().isPresent() ? found.labels().get().get(i) : 0;
      }
    }
    TensorData samples = TensorData.of(values, (int) count, frame);
    return found.labels().isPresent()
        ? Dataset.of(name, samples, labels)
        : Dataset.of(name, samples);
  }

  private static int frames(TensorData sound, int frame) {
    return (sound.rows() + frame - 1) / frame;
  }
}
