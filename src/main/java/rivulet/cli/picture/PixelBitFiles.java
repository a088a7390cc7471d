package rivulet.cli.picture;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import rivulet.data.EightBit;
import rivulet.data.ImageGrid;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.data.format.PngWriter;
import rivulet.flow.ModelSpec;
import rivulet.flow.PixelShares;
import rivulet.measure.Evaluation;
import rivulet.noise.Dequantiser;
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
public record PixelBitFiles(Path folder, Evaluation evaluation, ImageSet images) {
  private static final String TABLE = "pixel-bits.csv";
  private static final String PICTURE = "pixel-bits.png";

  /** Files that it writes. */
  public static final List<String> NAMES = List.of(TABLE, PICTURE);

  private static final int PICTURES = 12;

  private enum Part {
    TOTAL,
    LOG_DET,
    BASE
  }

  public void write() {
    OutputFolder.create(folder);
    byte[] table = table().getBytes(StandardCharsets.US_ASCII);
    ImageSet rows = pictures();
    ImageGrid grid = new ImageGrid(1 + Part.values().length, 1, 3);
    try (FolderLock _ = FolderLock.take(folder)) {
      AtomicFile.write(folder.resolve(TABLE), table);
      AtomicFile.write(folder.resolve(PICTURE), out -> PngWriter.write(grid.draw(rows), out));
    }
  }

  private String table() {
    StringBuilder text = new StringBuilder("image,level,row,column,pre_transform,log_det,base\n");
    for (int n = 0; n < evaluation.images(); n++) {
      for (int level = 0; level < evaluation.spec().levels(); level++) {
        rows(text, n, level);
      }
    }
    return text.toString();
  }

  private void rows(StringBuilder text, int n, int level) {
    PixelShares bits = evaluation.pixelBits(level, n);
    int width = evaluation.spec().state(level).width();
    for (int p = 0; p < bits.pixels(); p++) {
      text.append(
          String.format(
              Locale.ROOT,
              "%d,%d,%d,%d,%s,%s,%s\n",
              images.originalIndex(n),
              level,
              p / width,
              p % width,
              bits.preTransform()[p],
              bits.logDet()[p],
              bits.base()[p]));
    }
  }

  private ImageSet pictures() {
    ModelSpec spec = evaluation.spec();
    int count = Math.min(PICTURES, evaluation.images());
    int columns = 1 + Part.values().length;
    int size = spec.dimensions();
    EightBit pixels = new EightBit(count * columns * size);
    double[] image = new double[size];
    Dequantiser reader = Dequantiser.centred(images);
    for (int n = 0; n < count; n++) {
      reader.read(n, 0, image);
      pixels.put(image, size, n * columns * size);
    }
    for (int column = 1; column < columns; column++) {
      Part part = Part.values()[column - 1];
      double[][] maps = new double[count][];
      Arrays.setAll(maps, n -> map(n, part));
      stretch(maps);
      for (int n = 0; n < count; n++) {
        pixels.put(grey(maps[n]), size, (n * columns + column) * size);
      }
    }
    return ImageSets.of(
        "pixel bits",
        spec.pyramid().channels(),
        spec.pyramid().height(),
        spec.pyramid().width(),
        pixels.pixels());
  }

  /** Bits of one image by pixel; what a level's pixel has is divided among those it covers. */
  private double[] map(int n, Part part) {
    ModelSpec spec = evaluation.spec();
    int height = spec.pyramid().height();
    int width = spec.pyramid().width();
    double[] map = new double[height * width];
    for (int level = 0; level < spec.levels(); level++) {
      PixelShares bits = evaluation.pixelBits(level, n);
      int side = width / spec.state(level).width();
      for (int p = 0; p < map.length; p++) {
        int from = p / width / side * (width / side) + p % width / side;
        map[p] += value(bits, from, part) / (side * side);
      }
    }
    return map;
  }

  private static double value(PixelShares bits, int p, Part part) {
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
    int channels = evaluation.spec().pyramid().channels();
    double[] planes = new double[channels * map.length];
    for (int c = 0; c < channels; c++) {
      System.arraycopy(map, 0, planes, c * map.length, map.length);
    }
    return planes;
  }
}
