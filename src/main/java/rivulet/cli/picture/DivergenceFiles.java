package rivulet.cli.picture;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import rivulet.Images;
import rivulet.Scores;
import rivulet.inspect.plane.ColourMap;
import rivulet.store.FolderLock;
import rivulet.store.NpyWriter;
import rivulet.store.OutputFolder;

/**
 * Exact divergences by pixel of two sets of images: those of all images as arrays, and a picture of
 * the furthest out of each set, by their maps, with the map below each. In the picture orange costs
 * bits, blue gains some, white neither; all maps have one scale.
 */
public record DivergenceFiles(Path folder, Scores scores) {
  private static final String PICTURE = "divergence.png";
  private static final String INSIDE = "divergence-in.npy";
  private static final String OUTSIDE = "divergence-out.npy";

  /** Files that it writes. */
  public static final List<String> NAMES = List.of(PICTURE, INSIDE, OUTSIDE);

  private static final int COLUMNS = 12;
  private static final int COLOURS = 3;

  public void write() {
    OutputFolder.create(folder);
    Set out = new Set(scores.sets().outside(), scores.outsideMaps(), scores.outside(score()));
    Set in = new Set(scores.sets().inside(), scores.insideMaps(), scores.inside(score()));
    Images picture = picture(out, in);
    try (FolderLock _ = FolderLock.take(folder)) {
      picture.writePng(folder.resolve(PICTURE), COLUMNS, 1, scale(picture));
      out.write(folder.resolve(OUTSIDE));
      in.write(folder.resolve(INSIDE));
    }
  }

  /** By what the images of the picture are chosen. */
  private String score() {
    return scores.names().contains(Scores.DIVERGENCE_MAP)
        ? Scores.DIVERGENCE_MAP
        : Scores.DIVERGENCE_SPREAD;
  }

  private static int scale(Images images) {
    return Math.clamp(84 / images.height(), 1, 12);
  }

  private record Set(Images images, double[][] maps, double[] scores) {
    void write(Path file) {
      NpyWriter.floats(file, new long[] {maps.length, images.height(), images.width()}, maps);
    }

    /** Numbers of those furthest out, of which the first comes first where they are alike. */
    int[] furthest() {
      return IntStream.range(0, maps.length)
          .boxed()
          .sorted(Comparator.comparingDouble(n -> -scores[n]))
          .limit(COLUMNS)
          .mapToInt(Integer::intValue)
          .toArray();
    }

    double largest() {
      return Arrays.stream(furthest())
          .mapToObj(n -> maps[n])
          .flatMapToDouble(Arrays::stream)
          .map(Math::abs)
          .max()
          .orElse(0);
    }
  }

  private static Images picture(Set... sets) {
    Images like = sets[0].images();
    int image = COLOURS * like.height() * like.width();
    byte[] pixels = new byte[sets.length * 2 * COLUMNS * image];
    Arrays.fill(pixels, (byte) 96); // places of a set of fewer images, as the lines between
    double largest = Arrays.stream(sets).mapToDouble(Set::largest).max().orElse(0);
    for (int s = 0; s < sets.length; s++) {
      int[] furthest = sets[s].furthest();
      for (int i = 0; i < furthest.length; i++) {
        byte[] above = coloured(sets[s].images(), furthest[i]);
        byte[] below = drawn(sets[s].maps()[furthest[i]], largest);
        System.arraycopy(above, 0, pixels, (2 * s * COLUMNS + i) * image, image);
        System.arraycopy(below, 0, pixels, ((2 * s + 1) * COLUMNS + i) * image, image);
      }
    }
    return Images.of(pixels, COLOURS, like.height(), like.width());
  }

  /** An image in colour; of other than three channels the first, grey. */
  private static byte[] coloured(Images images, int n) {
    byte[] image = images.image(n);
    if (images.channels() == COLOURS) {
      return image;
    }
    int plane = images.height() * images.width();
    byte[] grey = new byte[COLOURS * plane];
    for (int c = 0; c < COLOURS; c++) {
      System.arraycopy(image, 0, grey, c * plane, plane);
    }
    return grey;
  }

  private static byte[] drawn(double[] map, double largest) {
    byte[] planes = new byte[COLOURS * map.length];
    for (int p = 0; p < map.length; p++) {
      int rgb = ColourMap.DIVERGING.rgb(largest == 0 ? 0.5 : 0.5 + 0.5 * map[p] / largest);
      for (int c = 0; c < COLOURS; c++) {
        planes[c * map.length + p] = (byte) (rgb >> (Byte.SIZE * (COLOURS - 1 - c)));
      }
    }
    return planes;
  }
}
