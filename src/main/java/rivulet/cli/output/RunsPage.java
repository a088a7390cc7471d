package rivulet.cli.output;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import rivulet.data.ImageSet;
import rivulet.data.format.PngWriter;
import rivulet.inspect.Block;
import rivulet.inspect.Definitions;
import rivulet.inspect.HtmlReport;
import rivulet.inspect.Paragraph;
import rivulet.inspect.Picture;
import rivulet.inspect.Series;
import rivulet.inspect.TableBlock;
import rivulet.measure.Evaluation;
import rivulet.measure.PairedDifference;
import rivulet.train.log.RunMetrics;

/** The page of {@code report}. */
public record RunsPage(List<RunReport> runs, Optional<ImageSet> images) {

  public void write(Path file) {
    RunReport first = runs.getFirst();
    HtmlReport page =
        new HtmlReport(
            runs.size() == 1 ? "Run " + first.name() : "Runs " + String.join(", ", names()));
    runs.forEach(run -> page.lead(run.name() + ": " + run.progress() + "."));
    runs.forEach(run ->
        run.validation()
            .ifPresent(found ->
                page.lead(
                    run.name()
                        + ": "
                        + ValidationText.line(found)
                        + " from training, after "
                        + found.updates()
                        + " updates.")));
    images.ifPresent(
        set -> page.lead("Measured on " + set.count() + " images of " + set.name() + "."));
    first
        .evaluation()
        .ifPresent(e -> page.figures(ReportBlocks.figures(e, e.images() + " images")));
    if (runs.size() > 1) {
      page.section("The runs beside each other", table(), compared());
    }
    for (RunReport run : runs) {
      write(page, run);
    }
    page.write(file);
  }

  private List<String> names() {
    return runs.stream().map(RunReport::name).toList();
  }

  private static void write(HtmlReport page, RunReport run) {
    String of = run.name() + ": ";
    run.evaluation()
        .ifPresent(e ->
            page.section(
                of + "where the bits go", ReportBlocks.waterfall(e), ReportBlocks.terms(e)));
    if (run.samples().length > 0) {
      page.section(of + "samples", picture(run));
    }
    List<Block> curves = curves(run.metrics());
    if (!curves.isEmpty()) {
      page.section(of + "training", curves);
    }
    SequencedMap<String, String> entries = new LinkedHashMap<>();
    run.model().ifPresent(model -> entries.put("model", model.spec().toString()));
    run.settings().ifPresent(asked -> entries.put("program version", asked.version()));
    run.settings().ifPresent(asked -> entries.putAll(asked.options()));
    run.model().ifPresent(model -> entries.putAll(model.provenance()));
    if (!entries.isEmpty()) {
      page.section(of + "settings", new Definitions(entries));
    }
  }

  private static List<Block> curves(RunMetrics metrics) {
    List<Block> blocks = new ArrayList<>();
    ReportBlocks.curves(
            metrics, "bits_per_dim", "bits/dim of each level's dimensions, training", "bits/dim")
        .ifPresent(blocks::add);
    ReportBlocks.curves(
            metrics,
            "matching_loss",
            "Squared error of the velocity per dimension, by level",
            "matching loss")
        .ifPresent(blocks::add);
    ReportBlocks.curves(metrics, "gradient_norm", "Norm of the gradient before clipping", "norm")
        .ifPresent(blocks::add);
    ReportBlocks.curves(metrics, "learning_rate", "Learning rate", "rate").ifPresent(blocks::add);
    return blocks;
  }

  private static Picture picture(RunReport run) {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      PngWriter.write(ReportBlocks.grid(run.model().orElseThrow().spec(), run.samples()), png);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Picture(
        png.toByteArray(),
        "A grid of images drawn from the model",
        "Drawn from noise, coarse to fine, at temperature 1; the same noise for every run.",
        1);
  }

  private TableBlock table() {
    List<List<String>> rows = new ArrayList<>();
    Optional<Evaluation> base = runs.getFirst().evaluation();
    for (RunReport run : runs) {
      Optional<Evaluation> e = run.evaluation();
      boolean paired =
          run != runs.getFirst()
              && e.isPresent()
              && base.isPresent()
              && e.get().spec().dimensions() == base.get().spec().dimensions();
      rows.add(
          List.of(
              run.name(),
              Long.toString(run.metrics().updates()),
              e.map(found -> number(found.bitsPerDim(), found.standardError())).orElse("–"),
              e.map(found -> String.format(Locale.ROOT, "%.3f", found.noFlowBitsPerDim()))
                  .orElse("–"),
              run.validation().map(found -> ValidationText.number(found, 3)).orElse("–"),
              paired
                  ? difference(PairedDifference.of(e.get().perImage(), base.get().perImage()))
                  : "–"));
    }
    return new TableBlock(
        "bits/dim on the same images; the difference to the first run is paired by image",
        List.of("run", "updates", "bits/dim", "without flow", "validation", "difference"),
        rows);
  }

  private static String difference(PairedDifference difference) {
    return (difference.mean() > 0 ? "+" : "")
        + String.format(Locale.ROOT, "%.4f ± %.4f", difference.mean(), difference.standardError());
  }

  private static String number(double value, double error) {
    return String.format(Locale.ROOT, "%.3f ± %.3f", value, error);
  }

  /** What every run descends at its finest level. */
  private Block compared() {
    List<Series> series = new ArrayList<>();
    for (RunReport run : runs) {
      RunMetrics metrics = run.metrics();
      if (!metrics.levels().isEmpty()) {
        int finest = metrics.levels().last();
        ReportBlocks.series(run.name(), metrics.column("matching_loss", finest))
            .or(() -> ReportBlocks.series(run.name(), metrics.column("bits_per_dim", finest)))
            .ifPresent(series::add);
      }
    }
    return ReportBlocks.chart("What each run descends at its finest level", "loss", series)
        .<Block>map(chart -> chart)
        .orElseGet(() -> new Paragraph("No update was made yet."));
  }
}
