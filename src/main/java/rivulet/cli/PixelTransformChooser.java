package rivulet.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import rivulet.cli.output.ProgressLine;
import rivulet.measure.Evaluation;
import rivulet.tensor.backend.OpenBackend;
import rivulet.train.PixelTransformChoice;
import rivulet.train.PixelTransformTrial;
import rivulet.train.RunDirectory;

/**
 * Asks the images which transform of pixels a run takes, once for all its starts.
 *
 * @param command whose progress it is
 * @param run folder of the run
 * @param resume whether the run may go on from a checkpoint there
 * @param threads workers
 * @param tapeBytes native memory per worker for residuals
 */
record PixelTransformChooser(
    CommandSpec command, Path run, boolean resume, int threads, long tapeBytes) {

  /**
   * What the images chose when the run began, or choose now.
   *
   * @throws rivulet.store.StoreException if the run would write over another
   */
  PixelTransformChoice choice(PixelTransformTrial trial, OpenBackend opened) {
    boolean goesOn = new RunDirectory(run).resumes(resume);
    Optional<PixelTransformChoice> before = new RunMemory(command, run).choice();
    if (goesOn && before.isPresent()) {
      return before.get();
    }
    int group = opened.offloading().group(Evaluation.GROUP, trial.heldBack());
    PixelTransformTrial.Execution execution =
        new PixelTransformTrial.Execution(
            new Evaluation.Workers(threads, group), tapeBytes, opened.tuning());
    try (ProgressLine progress =
        new ProgressLine(command.commandLine().getErr(), "updates to choose the pixel transform")) {
      progress.note("choosing the pixel transform: none or atoms ...");
      return trial.run(execution, progress::update);
    }
  }
}
