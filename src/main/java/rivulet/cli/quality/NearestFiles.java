package rivulet.cli.quality;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import rivulet.Images;
import rivulet.check.quality.NearestImages;
import rivulet.check.quality.NearestImages.Neighbour;
import rivulet.store.AtomicFile;
import rivulet.store.OutputFolder;

/**
 * The training images nearest to samples, as a table of all and a picture of the first.
 *
 * @param training images
 * @param bits of a pixel's value that the model knows
 * @param threads workers; change no bit
 */
public record NearestFiles(Images training, int bits, int threads, List<Row> rows) {
  public static final String TABLE = "nearest.csv";
  public static final String PICTURE = "nearest.png";

  private static final int KEPT = 5;
  private static final int PICTURED = 12;
  private static final int SCALED = 84;

  /**
   * Images with their neighbours.
   *
   * @param name what they are: a temperature, or images
   */
  public record Row(String name, Images images, List<List<Neighbour>> neighbours) {
    /** Of the distances to the nearest. */
    public double median() {
      double[] distances =
          neighbours.stream().mapToDouble(of -> of.getFirst().distance()).toArray();
      Arrays.sort(distances);
      int half = distances.length / 2;
      return distances.length % 2 == 1
          ? distances[half]
          : 0.5 * (distances[half - 1] + distances[half]);
    }

    /** The smallest of all distances. */
    public double least() {
      return neighbours.stream().mapToDouble(of -> of.getFirst().distance()).min().orElseThrow();
    }
  }

  public static NearestFiles of(Images training, int bits, int threads) {
    return new NearestFiles(training, bits, threads, new ArrayList<>());
  }

  /** Looks up the neighbours of more images. */
  public Row add(String name, Images images) {
    Row row = new Row(name, images, NearestImages.of(images, training, bits, KEPT, threads));
    rows.add(row);
    return row;
  }

  /** Writes both files. */
  public void write(Path folder) {
    OutputFolder.create(folder);
    AtomicFile.write(folder.resolve(TABLE), csv());
    Row first = rows.getFirst();
    int scale = Math.max(1, SCALED / Math.max(training.height(), training.width()));
    int columns = 1 + first.neighbours().getFirst().size();
    picture(first).writePng(folder.resolve(PICTURE), columns, 2, scale);
  }

  /** Each image and, right of it, its neighbours, the nearest first. */
  private Images picture(Row row) {
    List<byte[]> cells = new ArrayList<>();
    for (int n = 0; n < Math.min(PICTURED, row.images().count()); n++) {
      cells.add(row.images().image(n));
      row.neighbours().get(n).forEach(one -> cells.add(training.image(one.image())));
    }
    int size = training.dimensions();
    byte[] all = new byte[cells.size() * size];
    for (int i = 0; i < cells.size(); i++) {
      System.arraycopy(cells.get(i), 0, all, i * size, size);
    }
    return Images.of(all, training.channels(), training.height(), training.width());
  }

  private byte[] csv() {
    StringBuilder text = new StringBuilder("of,image,rank,training_image,distance\n");
    for (Row row : rows) {
      for (int n = 0; n < row.neighbours().size(); n++) {
        int rank = 0;
        for (Neighbour one : row.neighbours().get(n)) {
          rank++;
          text.append('"').append(row.name()).append("\",").append(row.images().index(n));
          text.append(',').append(rank).append(',').append(training.index(one.image()));
          text.append(',').append(one.distance()).append('\n');
        }
      }
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
