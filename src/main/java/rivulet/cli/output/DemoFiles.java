package rivulet.cli.output;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rivulet.Description;
import rivulet.Images;
import rivulet.Likelihood;
import rivulet.Model;
import rivulet.Run;
import rivulet.Samples;
import rivulet.cli.picture.PyramidPicture;
import rivulet.inspect.CommandText;
import rivulet.inspect.Definitions;
import rivulet.inspect.HtmlReport;
import rivulet.inspect.LineChart;
import rivulet.inspect.Paragraph;
import rivulet.inspect.Picture;
import rivulet.store.RunDirectory;
import rivulet.store.StagedFolder;

/**
 * The pictures and the report of a demo run.
 *
 * @param run where they are written
 * @param out where they will stand
 */
public record DemoFiles(RunDirectory run, Path out, double temperature) {
  private static final String SAMPLES = "samples.png";
  private static final String BUNDLED = "bundled-samples.png";
  private static final String PYRAMID = "pyramid.png";
  private static final String REPORT = "report.html";

  /** The demo's folder: its files are made aside and appear there when all are whole. */
  public static StagedFolder folder(Path out) {
    RunDirectory run = new RunDirectory(Path.of(""));
    return new StagedFolder(
        out,
        Stream.of(
                run.root().resolve(SAMPLES),
                run.root().resolve(BUNDLED),
                run.root().resolve(PYRAMID),
                run.model(),
                run.root().resolve(REPORT),
                run.metricLines(),
                run.metricTable(),
                run.checkpoint()) // the last: until it is moved the training can go on
            .map(Path::toString)
            .toList());
  }

  public static Path samplesFile(RunDirectory run) {
    return run.root().resolve(SAMPLES);
  }

  public Path bundledFile() {
    return run.root().resolve(BUNDLED);
  }

  public Path pyramidFile() {
    return run.root().resolve(PYRAMID);
  }

  public static Path reportFile(RunDirectory run) {
    return run.root().resolve(REPORT);
  }

  /** Draws samples. */
  public void samples(Samples drawn) {
    ReportBlocks.grid(samplesFile(run), drawn);
  }

  /** Draws samples of the bundled model. */
  public void bundledSamples(Samples drawn) {
    ReportBlocks.grid(bundledFile(), drawn);
  }

  /** Draws some test images and their coarser images. */
  public void pyramid(Images test, Model model) {
    new PyramidPicture(model).write(pyramidFile(), test);
  }

  /** Writes the report. */
  public void report(Likelihood found, Model model, Images train, long steps, long seed) {
    Description is = model.description();
    LineChart curves =
        ReportBlocks.curves(
                Run.read(run.root()),
                "matching_loss",
                "Squared error of the velocity per dimension, by level",
                "matching loss")
            .orElseThrow();
    String lead =
        String.format(
            Locale.ROOT,
            "A multi-resolution continuous normalizing flow, trained on %,d Fashion-MNIST images "
                + "for %d updates and measured on %,d it has not seen. Lower bits/dim is better: "
                + "it is what a pixel would cost to store if the model were used to compress.",
            train.count(),
            steps,
            found.images());
    new HtmlReport("Rivulet demo")
        .lead(lead)
        .figures(ReportBlocks.figures(found, "held-out images"))
        .section("Samples", samplePictures())
        .section(
            "Where the bits go",
            new Paragraph(
                "From 8 bits per pixel, through what the density of the pixels' noise and their "
                    + "transform change and what the fixed pre-transforms of each level gain, to "
                    + "what each level's flow gains. The parts add up exactly."),
            ReportBlocks.waterfall(found),
            new Paragraph(
                "The same by term: the log-determinants of pre-transform and flow, and the "
                    + "negative log-density of the latents under N(0, I)."),
            ReportBlocks.terms(found))
        .section("Training", curves)
        .section(
            "The pyramid",
            new Picture(
                bytes(pyramidFile()),
                "Test images at full, half and quarter resolution",
                "Test images and the coarser images that the levels are conditioned on"
                    + (is.pixelTransform().equals("none")
                        ? "."
                        : ": means of transformed pixels, carried back to pixels."),
                1))
        .section(
            "Configuration",
            definitions(is),
            new CommandText(
                "./rivulet demo --seed "
                    + seed
                    + "\n./rivulet eval --model "
                    + out
                    + " --data testdata/fashion-mnist"))
        .write(reportFile(run));
  }

  private List<Picture> samplePictures() {
    List<Picture> pictures = new ArrayList<>();
    pictures.add(
        new Picture(
            bytes(samplesFile(run)),
            "A grid of images drawn from the model",
            "This model: drawn from noise, coarse to fine, at temperature " + temperature + ".",
            1));
    if (Files.exists(bundledFile())) {
      pictures.add(
          new Picture(
              bytes(bundledFile()),
              "A grid of images drawn from the bundled model",
              "The bundled model `fashion`, from the same noise: trained on all 60,000 images for"
                  + " longer.",
              1));
    }
    return pictures;
  }

  private static Definitions definitions(Description model) {
    SequencedMap<String, String> entries = new LinkedHashMap<>();
    entries.put("levels", Integer.toString(model.levels()));
    entries.put("hidden widths", widths(model));
    entries.put("parameters", String.format(Locale.ROOT, "%,d", model.parameters()));
    entries.put("pixel transform", model.pixelTransform());
    entries.put("pre-transform", model.preTransform());
    entries.putAll(model.provenance());
    return new Definitions(entries);
  }

  /** As {@code --hidden} takes them. */
  private static String widths(Description model) {
    return model.hidden().stream()
        .map(level -> level.stream().map(String::valueOf).collect(Collectors.joining(",")))
        .collect(Collectors.joining("/"));
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException("demo: " + e.getMessage(), e);
    }
  }
}
