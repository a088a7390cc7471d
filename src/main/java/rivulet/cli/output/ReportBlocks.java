package rivulet.cli.output;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import rivulet.data.EightBit;
import rivulet.data.ImageGrid;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.flow.ModelSpec;
import rivulet.inspect.KeyFigure;
import rivulet.inspect.LineChart;
import rivulet.inspect.Series;
import rivulet.inspect.Waterfall;
import rivulet.measure.Evaluation;
import rivulet.measure.LevelBits;
import rivulet.train.LevelMetrics;
import rivulet.train.log.RunMetrics;

/** What reports of one or several runs are made of. */
public final class ReportBlocks {
  private static final int SMOOTHING_WINDOW = 20;

  private ReportBlocks() {}

  public static List<KeyFigure> figures(Evaluation e, String images) {
    return List.of(
        new KeyFigure(
            String.format(Locale.ROOT, "%.3f", e.bitsPerDim()),
            "bits/dim",
            String.format(Locale.ROOT, "± %.3f on %s", e.standardError(), images)),
        new KeyFigure(
            String.format(Locale.ROOT, "%.3f", e.noFlowBitsPerDim()),
            "without flow",
            "pre-transforms and a Gaussian alone"),
        new KeyFigure(
            String.format(Locale.ROOT, "%.1f", e.evaluations()),
            "evaluations",
            "of the vector fields per image, dopri5 at 1e-5"));
  }

  /** From 8 bits to the result, by level: what pre-transforms gain, then what flows gain. */
  public static Waterfall waterfall(Evaluation e) {
    List<Waterfall.Bar> changes = new ArrayList<>(beforeLevels(e));
    for (int level = 0; level < e.spec().levels(); level++) {
      changes.add(
          new Waterfall.Bar("level " + level + " pre-transform", e.preTransformShare(level)));
    }
    for (int level = 0; level < e.spec().levels(); level++) {
      changes.add(new Waterfall.Bar("level " + level + " flow", e.flowShare(level)));
    }
    return waterfall("bits/dim", changes, e.bitsPerDim());
  }

  /** The same by term. */
  public static Waterfall terms(Evaluation e) {
    List<Waterfall.Bar> changes = new ArrayList<>(beforeLevels(e));
    for (int level = 0; level < e.spec().levels(); level++) {
      LevelBits bits = e.levelBits(level);
      String name = "level " + level;
      changes.add(new Waterfall.Bar(name + " pre-transform", bits.preTransform()));
      changes.add(new Waterfall.Bar(name + " log-det", bits.logDet()));
      changes.add(new Waterfall.Bar(name + " base", bits.base()));
    }
    return waterfall("bits/dim by term", changes, e.oneSampleBitsPerDim());
  }

  private static List<Waterfall.Bar> beforeLevels(Evaluation e) {
    return Stream.of(
            new Waterfall.Bar("dequantisation", e.dequantisationShare()),
            new Waterfall.Bar("pixel transform", e.pixelTransformShare()))
        .filter(bar -> bar.value() != 0)
        .toList();
  }

  private static Waterfall waterfall(String title, List<Waterfall.Bar> changes, double result) {
    return new Waterfall(
        title,
        new Waterfall.Bar("uniform pixels", ModelSpec.BITS),
        changes,
        new Waterfall.Bar("this model", result));
  }

  /** A column of a run's metrics over its updates, a line per level; none without numbers. */
  public static Optional<LineChart> curves(
      RunMetrics metrics, String column, String title, String unit) {
    List<Series> series = new ArrayList<>();
    for (int level : metrics.levels()) {
      String name = level == LevelMetrics.WHOLE_IMAGE ? "bound" : "level " + level;
      series(name, metrics.column(column, level)).ifPresent(series::add);
    }
    return chart(title, unit, series);
  }

  /** A line, unless it has no number. */
  public static Optional<Series> series(String name, double[] values) {
    return Arrays.stream(values).anyMatch(Double::isFinite)
        ? Optional.of(Series.perUpdate(name, values))
        : Optional.empty();
  }

  /** Lines over updates; none without lines. */
  public static Optional<LineChart> chart(String title, String unit, List<Series> series) {
    return series.isEmpty()
        ? Optional.empty()
        : Optional.of(new LineChart(title, "update", unit, series, SMOOTHING_WINDOW));
  }

  /** The squares of samples, given before clipping, as a PNG. */
  public static BufferedImage grid(ModelSpec spec, double[][] images) {
    EightBit pixels = new EightBit(images.length * spec.dimensions());
    for (int n = 0; n < images.length; n++) {
      pixels.put(images[n], spec.dimensions(), n * spec.dimensions());
    }
    ImageSet set =
        ImageSets.of(
            "samples",
            spec.pyramid().channels(),
            spec.pyramid().height(),
            spec.pyramid().width(),
            pixels.pixels());
    return new ImageGrid((int) Math.ceil(Math.sqrt(images.length)), 1, 2).draw(set);
  }
}
