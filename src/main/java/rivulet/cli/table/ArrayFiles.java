package rivulet.cli.table;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import rivulet.Images;
import rivulet.Latents;
import rivulet.Likelihood;
import rivulet.Measuring;
import rivulet.Model;
import rivulet.store.AtomicFile;
import rivulet.store.FolderLock;
import rivulet.store.NpyWriter;
import rivulet.store.OutputFolder;

/**
 * An evaluation image by image, for other tools: ln p as a table and as an array, the dequantised
 * images N x C x H x W, and their latents N x D, level after level from the coarsest, planar.
 * Images and latents are those of the first noise. Arrays are float64.
 */
public record ArrayFiles(Path folder, Model model, Images images, Measuring how) {
  private static final String TABLE = "per-image.csv";
  private static final String LOG_LIKELIHOOD = "log-likelihood.npy";
  private static final String IMAGES = "images.npy";
  private static final String LATENTS = "latents.npy";

  /** Files that it writes. */
  public static final List<String> NAMES = List.of(TABLE, LOG_LIKELIHOOD, IMAGES, LATENTS);

  /** Images taken at a time. */
  private static final int CHUNK = 64;

  /** Writes all files. */
  public void write(Likelihood found) {
    OutputFolder.create(folder);
    int count = found.images();
    try (FolderLock _ = FolderLock.take(folder)) {
      AtomicFile.write(folder.resolve(TABLE), table(found).getBytes(StandardCharsets.US_ASCII));
      NpyWriter.doubles(
          folder.resolve(LOG_LIKELIHOOD),
          new long[] {count},
          n -> new double[] {found.logLikelihood(n)});
      NpyWriter.doubles(
          folder.resolve(IMAGES),
          new long[] {count, images.channels(), images.height(), images.width()},
          new Chunks(part -> List.of(model.dequantised(part, how))));
      NpyWriter.doubles(
          folder.resolve(LATENTS),
          new long[] {count, found.dimensions()},
          new Chunks(part -> Latents.of(model, part, how).stream().map(Latents::row).toList()));
    }
  }

  /** In a row: bits/dim, the bound of ln P of the bytes, ln p of the data of each level. */
  private String table(Likelihood found) {
    StringBuilder text = new StringBuilder("image,bits_per_dim,log_likelihood");
    for (int level = 0; level < found.levels(); level++) {
      text.append(",log_likelihood_level_").append(level);
    }
    double[] bits = found.bitsPerDimByImage();
    for (int n = 0; n < found.images(); n++) {
      text.append('\n').append(images.index(n)).append(',').append(bits[n]);
      text.append(',').append(found.logLikelihood(n));
      for (int level = 0; level < found.levels(); level++) {
        text.append(',').append(found.logLikelihood(level, n));
      }
    }
    return text.append('\n').toString();
  }

  /** Rows of some images at a time. */
  private final class Chunks implements NpyWriter.Rows {
    private final Function<Images, List<double[]>> read;
    private List<double[]> now = List.of();
    private int from;

    Chunks(Function<Images, List<double[]>> read) {
      this.read = read;
    }

    @Override
    public double[] row(int index) {
      if (index >= from + now.size()) {
        from = index;
        now = read.apply(images.slice(from, Math.min(CHUNK, images.count() - from)));
      }
      return now.get(index - from);
    }
  }
}
