package rivulet.measure.ood;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rivulet.data.ImageSet;
import rivulet.data.format.SmallestPng;
import rivulet.flow.ModelSpec;
import rivulet.measure.Evaluation;
import rivulet.parallel.ScalarSum;

/**
 * Scores of the images of one set by name, larger for an image further out; the package page says
 * what they are.
 */
public final class ScoreTable {
  /** Names of the scores that others are made of. */
  private static final String BITS = "bits_per_dim";

  private static final String LESS_PNG = "bits_less_png";
  private static final String TYPICALITY = "typicality";

  /** Distance from the mean map of a reference part. */
  public static final String DIVERGENCE_MAP = "divergence_map";

  /** Deviation of the map over pixels. */
  public static final String DIVERGENCE_SPREAD = "divergence_spread";

  private final Map<String, double[]> scores = new LinkedHashMap<>();
  private final Optional<DivergenceMaps> maps;

  private ScoreTable(Optional<DivergenceMaps> maps) {
    this.maps = maps;
  }

  /** What needs no other set. */
  public static ScoreTable of(ImageSet images, Evaluation of, Optional<Evaluation> background) {
    ScoreTable table =
        new ScoreTable(of.options().maps() ? Optional.of(DivergenceMaps.of(of)) : Optional.empty());
    double[] bits = of.perImage();
    table.scores.put(BITS, bits);
    table.addLevels(of);
    table.maps.ifPresent(found -> {
      table.scores.put("divergence", found.means());
      table.scores.put(DIVERGENCE_SPREAD, found.deviations());
    });
    double[] png = pngBits(images);
    table.scores.put("png", png);
    table.scores.put(LESS_PNG, difference(bits, png));
    background.ifPresent(
        other -> table.scores.put("bits_less_background", difference(bits, other.perImage())));
    return table;
  }

  private void addLevels(Evaluation of) {
    int last = of.spec().levels() - 1;
    for (int level = 0; level <= last; level++) {
      scores.put("level_" + level, levels(of, level, level));
    }
    if (last > 0) {
      scores.put("details", levels(of, 1, last));
      scores.put("delta", difference(levels(of, last, last), levels(of, 0, last - 1)));
    }
    scores.put("latent", latent(of));
  }

  /** bits/dim of some levels together, over their own values. */
  private static double[] levels(Evaluation of, int first, int last) {
    double[] bits = new double[of.images()];
    int elements = 0;
    for (int level = first; level <= last; level++) {
      elements += (int) of.spec().state(level).elements();
    }
    for (int n = 0; n < bits.length; n++) {
      double sum = 0;
      for (int level = first; level <= last; level++) {
        sum += of.logLikelihood(level, n);
      }
      bits[n] = ModelSpec.bitsPerDim(sum, elements);
    }
    return bits;
  }

  private static double[] latent(Evaluation of) {
    double[] bits = new double[of.images()];
    for (int n = 0; n < bits.length; n++) {
      double sum = 0;
      for (int level = 0; level < of.spec().levels(); level++) {
        sum += of.latentLogDensity(level, n);
      }
      bits[n] = -sum / (of.spec().dimensions() * ModelSpec.LN_2);
    }
    return bits;
  }

  /** Bits of every image as a PNG file, over its values. */
  private static double[] pngBits(ImageSet images) {
    double[] bits = new double[Math.toIntExact(images.count())];
    byte[] image = new byte[images.imageBytes()];
    for (int n = 0; n < bits.length; n++) {
      images.read(n, image);
      long bytes = SmallestPng.bytes(images.channels(), images.height(), images.width(), image);
      bits[n] = Byte.SIZE * (double) bytes / image.length;
    }
    return bits;
  }

  /**
   * The same with how far they are from the means of a reference part, which has maps if these
   * have.
   */
  public ScoreTable withTypicality(ScoreTable reference) {
    ScoreTable table = new ScoreTable(maps);
    table.scores.putAll(scores);
    table.scores.put(TYPICALITY, distance(BITS, reference));
    table.scores.put(TYPICALITY + "_less_png", distance(LESS_PNG, reference));
    maps.ifPresent(found -> {
      double[] mean = reference.maps.orElseThrow().meanMap();
      table.scores.put(DIVERGENCE_MAP, found.distances(mean));
    });
    return table;
  }

  private double[] distance(String score, ScoreTable reference) {
    double mean = reference.mean(score);
    return Arrays.stream(of(score)).map(value -> Math.abs(value - mean)).toArray();
  }

  private static double[] difference(double[] a, double[] b) {
    double[] gaps = new double[a.length];
    Arrays.setAll(gaps, i -> a[i] - b[i]);
    return gaps;
  }

  /** Exact divergences by pixel, if maps were asked for. */
  public Optional<DivergenceMaps> maps() {
    return maps;
  }

  /** In the order of the package page. */
  public List<String> names() {
    return List.copyOf(scores.keySet());
  }

  /**
   * One number for each image.
   *
   * @throws IllegalArgumentException for a score that there is none of
   */
  public double[] of(String score) {
    double[] values = scores.get(score);
    if (values == null) {
      throw new IllegalArgumentException(
          "scores: '" + score + "' asked, there are " + scores.keySet() + "; choose one");
    }
    return values.clone();
  }

  /** Mean over the images. */
  public double mean(String score) {
    double[] values = of(score);
    return ScalarSum.sum(values, values.length) / values.length;
  }
}
