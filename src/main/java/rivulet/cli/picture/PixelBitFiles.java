package rivulet.cli.picture;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import rivulet.Images;
import rivulet.Likelihood;
import rivulet.store.AtomicFile;
import rivulet.store.FolderLock;
import rivulet.store.OutputFolder;

/**
 * Where the bits of each pixel come from, as a table and as pictures. In the table a row is a pixel
 * of a level and its columns are bits, those of a pixel transform with the finest level's
 * pre-transform; 8·D plus all of an image's rows, plus the bits of its noise's density where that
 * is not uniform, is D times its bits/dim. In the pictures a row is an image: itself, its bits, its
 * log-det and its latents, each with a scale of its own from black, fewest bits, to white, most.
 */
public record PixelBitFiles(Path folder, Likelihood likelihood, Images images) {
  private static final String TABLE = "pixel-bits.csv";
  private static final String PICTURE = "pixel-bits.png";

  /** Files that it writes. */
  public static final List<String> NAMES = List.of(TABLE, PICTURE);

  private static final int PICTURES = 12;

  /** The image and its maps. */
  private static final int COLUMNS = 1 + Part.values().length;

  private enum Part {
    TOTAL,
    LOG_DET,
    BASE
  }

  public void write() {
    OutputFolder.create(folder);
    byte[] table = table().getBytes(StandardCharsets.US_ASCII);
    Images rows = pictures();
    try (FolderLock _ = FolderLock.take(folder)) {
      AtomicFile.write(folder.resolve(TABLE), table);
      rows.writePng(folder.resolve(PICTURE), COLUMNS, 1, 3);
    }
  }

  private String table() {
    StringBuilder text = new StringBuilder("image,level,row,column,pre_transform,log_det,base\n");
    for (int n = 0; n < likelihood.images(); n++) {
      for (int level = 0; level < likelihood.levels(); level++) {
        rows(text, n, level);
      }
    }
    return text.toString();
  }

  private void rows(StringBuilder text, int n, int level) {
    Likelihood.PixelBits bits = likelihood.pixelBits(level, n);
    int width = bits.width();
    for (int p = 0; p < bits.base().length; p++) {
      text.append(
          String.format(
              Locale.ROOT,
              "%d,%d,%d,%d,%s,%s,%s\n",
              images.index(n),
              level,
              p / width,
              p % width,
              bits.preTransform()[p],
              bits.logDet()[p],
              bits.base()[p]));
    }
  }

  private Images pictures() {
    int count = Math.min(PICTURES, likelihood.images());
    double[][] cells = new double[count * COLUMNS][];
    for (int n = 0; n < count; n++) {
      cells[n * COLUMNS] = images.centred(n);
    }
    for (int column = 1; column < COLUMNS; column++) {
      Part part = Part.values()[column - 1];
      double[][] maps = new double[count][];
      Arrays.setAll(maps, n -> map(n, part));
      stretch(maps);
      for (int n = 0; n < count; n++) {
        cells[n * COLUMNS + column] = grey(maps[n]);
      }
    }
    return Images.rounded(cells, images.channels(), images.height(), images.width());
  }

  /** Bits of one image by pixel, of all levels. */
  private double[] map(int n, Part part) {
    Likelihood.PixelBits bits = likelihood.pixelBits(n);
    double[] map = new double[bits.base().length];
    Arrays.setAll(map, p -> value(bits, p, part));
    return map;
  }

  private static double value(Likelihood.PixelBits bits, int p, Part part) {
    return switch (part) {
      case TOTAL -> bits.preTransform()[p] + bits.logDet()[p] + bits.base()[p];
      case LOG_DET -> bits.logDet()[p];
      case BASE -> bits.base()[p];
    };
  }

  /** To 0 … 1 over all images. */
  private static void stretch(double[][] maps) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (double[] map : maps) {
      for (double value : map) {
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
    double range = most > least ? most - least : 1;
    for (double[] map : maps) {
      for (int p = 0; p < map.length; p++) {
        map[p] = (map[p] - least) / range;
      }
    }
  }

  private double[] grey(double[] map) {
    int channels = images.channels();
    double[] planes = new double[channels * map.length];
    for (int c = 0; c < channels; c++) {
      System.arraycopy(map, 0, planes, c * map.length, map.length);
    }
    return planes;
  }
}
