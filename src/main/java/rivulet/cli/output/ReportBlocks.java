package rivulet.cli.output;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import rivulet.Likelihood;
import rivulet.Run;
import rivulet.Samples;
import rivulet.inspect.KeyFigure;
import rivulet.inspect.LineChart;
import rivulet.inspect.Series;
import rivulet.inspect.Waterfall;

/** What reports of one or several runs are made of. */
public final class ReportBlocks {
  private static final int SMOOTHING_WINDOW = 20;

  /** Of a grid: lines between images, and the square that a pixel becomes. */
  private static final int GAP = 1;

  private static final int SCALE = 2;

  private ReportBlocks() {}

  public static List<KeyFigure> figures(Likelihood e, String images) {
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
  public static Waterfall waterfall(Likelihood e) {
    List<Waterfall.Bar> changes = new ArrayList<>(beforeLevels(e));
    for (int level = 0; level < e.levels(); level++) {
      changes.add(
          new Waterfall.Bar(
              "level " + level + " pre-transform", e.level(level).preTransformShare()));
    }
    for (int level = 0; level < e.levels(); level++) {
      changes.add(new Waterfall.Bar("level " + level + " flow", e.level(level).flowShare()));
    }
    return waterfall("bits/dim", changes, e.bitsPerDim());
  }

  /** The same by term. */
  public static Waterfall terms(Likelihood e) {
    List<Waterfall.Bar> changes = new ArrayList<>(beforeLevels(e));
    for (int level = 0; level < e.levels(); level++) {
      Likelihood.Level bits = e.level(level);
      String name = "level " + level;
      changes.add(new Waterfall.Bar(name + " pre-transform", bits.preTransform()));
      changes.add(new Waterfall.Bar(name + " log-det", bits.logDet()));
      changes.add(new Waterfall.Bar(name + " base", bits.base()));
    }
    return waterfall("bits/dim by term", changes, e.oneSampleBitsPerDim());
  }

  private static List<Waterfall.Bar> beforeLevels(Likelihood e) {
    return Stream.of(
            new Waterfall.Bar("dequantisation", e.dequantisationShare()),
            new Waterfall.Bar("pixel transform", e.pixelTransformShare().orElse(0)))
        .filter(bar -> bar.value() != 0)
        .toList();
  }

  private static Waterfall waterfall(String title, List<Waterfall.Bar> changes, double result) {
    return new Waterfall(
        title,
        new Waterfall.Bar("uniform pixels", Likelihood.UNIFORM_BITS),
        changes,
        new Waterfall.Bar("this model", result));
  }

  /** A column of a run's metrics over its updates, a line per level; none without numbers. */
  public static Optional<LineChart> curves(Run run, String column, String title, String unit) {
    List<Series> series = new ArrayList<>();
    for (int level : run.levels()) {
      String name = level == Run.WHOLE_IMAGE ? "bound" : "level " + level;
      series(name, run.column(column, level)).ifPresent(series::add);
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

  /** The columns of a nearly square grid. */
  private static int columns(Samples samples) {
    return (int) Math.ceil(Math.sqrt(samples.count()));
  }

  /** Writes samples as a grid, a PNG. */
  public static void grid(Path file, Samples samples) {
    samples.images().writePng(file, columns(samples), GAP, SCALE);
  }

  /** The bytes of {@link #grid}. */
  public static byte[] grid(Samples samples) {
    return samples.images().png(columns(samples), GAP, SCALE);
  }
}
