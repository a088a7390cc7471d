package rivulet.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import rivulet.Images;
import rivulet.Measuring;
import rivulet.Model;
import rivulet.Scores;
import rivulet.cli.option.JsonOption;
import rivulet.cli.option.ModelOption;
import rivulet.cli.option.OutsideOption;
import rivulet.cli.option.SeedOption;
import rivulet.cli.option.SolverOption;
import rivulet.cli.option.ThreadsOption;
import rivulet.cli.option.Usage;
import rivulet.cli.output.OutputFiles;
import rivulet.cli.output.ProgressLine;
import rivulet.cli.picture.DivergenceFiles;
import rivulet.cli.table.ScoresText;
import rivulet.store.AtomicFile;

/** Tells two sets of images apart by a model. */
@Command(
    name = "ood",
    description = {
      "Score images by how far they are out of a model's distribution.",
      "AUROC tells how well a score sets two sets apart: the chance that an image",
      "outside scores above one inside, ties counting half; with the standard error",
      "of DeLong and others 1988. Every score is larger for an image further out;",
      "less than 1/2 means that it believes outsiders more. Images must have the",
      "model's size."
    })
final class OodCommand implements Callable<Integer> {
  private static final String EXACT = "exact";

  @Mixin private ModelOption model;
  @Mixin private OutsideOption images;

  @Option(
      names = "--background",
      paramLabel = "FILE|RUN|NAME",
      description = "Another model, of images in general, whose bits/dim are taken off.")
  private Optional<Path> background = Optional.empty();

  @Option(
      names = "--scores",
      paramLabel = "CSV",
      description = "Also write every score of every image.")
  private Optional<Path> scores = Optional.empty();

  @Option(
      names = "--divergence",
      paramLabel = "HOW",
      description = {
        "As in `eval` (default: exact if affordable, else one probe); if it is said to be exact,",
        "scores of its map over the pixels are added."
      })
  private Optional<String> divergence = Optional.empty();

  @Option(
      names = "--maps",
      paramLabel = "DIR",
      description = "Write exact divergences by pixel, and a picture of those furthest out.")
  private Optional<Path> maps = Optional.empty();

  @Mixin private SolverOption solver = new SolverOption("dopri5", 1e-5);
  @Mixin private SeedOption seed;
  @Mixin private ThreadsOption threads;
  @Mixin private JsonOption json;

  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    scores.ifPresent(AtomicFile::requireWritable);
    maps.ifPresent(folder -> OutputFiles.require(folder, DivergenceFiles.NAMES));
    int workers = threads.workers();
    try (Model opened = model.open()) {
      if (background.isEmpty()) {
        measure(opened, Optional.empty(), workers);
        return 0;
      }
      try (Model other = Model.open(ModelOption.file(background.get()))) {
        measure(opened, Optional.of(other), workers);
        return 0;
      }
    }
  }

  private void measure(Model opened, Optional<Model> other, int workers) {
    Measuring how = Usage.checked(command, () -> measuring(workers));
    Scores.Sets sets = Usage.checked(command, () -> sets(other));
    Scores found = scored(opened, sets, how);
    ScoresText text = new ScoresText(found, model.name());
    text.print(json.people());
    scores.ifPresent(file -> AtomicFile.write(file, text.csv()));
    maps.ifPresent(folder -> new DivergenceFiles(folder, found).write());
    json.print(text.json());
  }

  private Measuring measuring(int workers) {
    boolean mapped = maps.isPresent() || divergence.filter(EXACT::equals).isPresent();
    return Measuring.usual()
        .withSeed(seed.value())
        .withSolver(solver.options())
        .withDivergence(divergence.orElse(mapped ? EXACT : Measuring.usual().divergence()))
        .withMaps(mapped)
        .withThreads(workers);
  }

  private Scores.Sets sets(Optional<Model> other) {
    Images inside = images.inside();
    return new Scores.Sets(
        inside, images.outside(inside, seed.value()), images.reference(inside.count()), other);
  }

  private Scores scored(Model opened, Scores.Sets sets, Measuring how) {
    try (ProgressLine progress = new ProgressLine(command.commandLine().getErr(), "images")) {
      Scores found = Scores.of(opened, sets, how, progress::update);
      progress.end();
      return found;
    }
  }
}
