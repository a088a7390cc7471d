package rivulet.cli.output;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import rivulet.Description;
import rivulet.Images;
import rivulet.Likelihood;
import rivulet.Model;
import rivulet.Run;
import rivulet.Samples;
import rivulet.inspect.Block;
import rivulet.inspect.Definitions;
import rivulet.inspect.HtmlReport;
import rivulet.inspect.Paragraph;
import rivulet.inspect.Picture;
import rivulet.inspect.Series;
import rivulet.inspect.TableBlock;

/** The page of {@code report}. */
public record RunsPage(List<RunReport> runs, Optional<Images> images) {

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
        .likelihood()
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
    run.likelihood()
        .ifPresent(e ->
            page.section(
                of + "where the bits go", ReportBlocks.waterfall(e), ReportBlocks.terms(e)));
    run.samples().ifPresent(drawn -> page.section(of + "samples", picture(drawn)));
    List<Block> curves = curves(run.run());
    if (!curves.isEmpty()) {
      page.section(of + "training", curves);
    }
    SequencedMap<String, String> entries = new LinkedHashMap<>();
    Optional<Description> model = run.run().model().map(Model::description);
    model.ifPresent(is -> entries.put("model", is.text()));
    run.settings().ifPresent(asked -> entries.put("program version", asked.version()));
    run.settings().ifPresent(asked -> entries.putAll(asked.options()));
    model.ifPresent(is -> entries.putAll(is.provenance()));
    if (!entries.isEmpty()) {
      page.section(of + "settings", new Definitions(entries));
    }
  }

  private static List<Block> curves(Run run) {
    List<Block> blocks = new ArrayList<>();
    ReportBlocks.curves(
            run, "bits_per_dim", "bits/dim of each level's dimensions, training", "bits/dim")
        .ifPresent(blocks::add);
    ReportBlocks.curves(
            run,
            "matching_loss",
            "Squared error of the velocity per dimension, by level",
            "matching loss")
        .ifPresent(blocks::add);
    ReportBlocks.curves(run, "gradient_norm", "Norm of the gradient before clipping", "norm")
        .ifPresent(blocks::add);
    ReportBlocks.curves(run, "learning_rate", "Learning rate", "rate").ifPresent(blocks::add);
    return blocks;
  }

  private static Picture picture(Samples samples) {
    return new Picture(
        ReportBlocks.grid(samples),
        "A grid of images drawn from the model",
        "Drawn from noise, coarse to fine, at temperature 1; the same noise for every run.",
        1);
  }

  private TableBlock table() {
    List<List<String>> rows = new ArrayList<>();
    Optional<Likelihood> base = runs.getFirst().likelihood();
    for (RunReport run : runs) {
      Optional<Likelihood> e = run.likelihood();
      boolean paired =
          run != runs.getFirst()
              && e.isPresent()
              && base.isPresent()
              && e.get().dimensions() == base.get().dimensions();
      rows.add(
          List.of(
              run.name(),
              Long.toString(run.run().updates()),
              e.map(found -> number(found.bitsPerDim(), found.standardError())).orElse("–"),
              e.map(found -> String.format(Locale.ROOT, "%.3f", found.noFlowBitsPerDim()))
                  .orElse("–"),
              run.validation().map(found -> ValidationText.number(found, 3)).orElse("–"),
              paired ? difference(e.get().minus(base.get())) : "–"));
    }
    return new TableBlock(
        "bits/dim on the same images; the difference to the first run is paired by image",
        List.of("run", "updates", "bits/dim", "without flow", "validation", "difference"),
        rows);
  }

  private static String difference(Likelihood.Difference difference) {
    return (difference.mean() > 0 ? "+" : "")
        + String.format(Locale.ROOT, "%.4f ± %.4f", difference.mean(), difference.standardError());
  }

  private static String number(double value, double error) {
    return String.format(Locale.ROOT, "%.3f ± %.3f", value, error);
  }

  /** What every run descends at its finest level. */
  private Block compared() {
    List<Series> series = new ArrayList<>();
    for (RunReport report : runs) {
      Run run = report.run();
      if (!run.levels().isEmpty()) {
        int finest = run.levels().last();
        ReportBlocks.series(report.name(), run.column("matching_loss", finest))
            .or(() -> ReportBlocks.series(report.name(), run.column("bits_per_dim", finest)))
            .ifPresent(series::add);
      }
    }
    return ReportBlocks.chart("What each run descends at its finest level", "loss", series)
        .<Block>map(chart -> chart)
        .orElseGet(() -> new Paragraph("No update was made yet."));
  }
}
