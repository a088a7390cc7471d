package rivulet.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import rivulet.cli.output.ProgressLine;
import rivulet.store.PixelTransformChoice;
import rivulet.store.RunDirectory;
import rivulet.training.Training;

/**
 * Asks the images which transform of pixels a run takes, once for all its starts.
 *
 * @param command whose progress it is
 * @param run folder of the run
 * @param resume whether the run may go on from a checkpoint there
 */
record PixelTransformChooser(CommandSpec command, Path run, boolean resume) {

  /**
   * What the images chose when the run began, or choose now.
   *
   * @param training takes the choice
   * @throws rivulet.store.StoreException if the run would write over another
   */
  PixelTransformChoice choice(Training training) {
    boolean goesOn = new RunDirectory(run).resumes(resume);
    Optional<PixelTransformChoice> before = new RunMemory(command, run).choice();
    if (goesOn && before.isPresent()) {
      training.choose(before.get());
      return before.get();
    }
    try (ProgressLine progress =
        new ProgressLine(command.commandLine().getErr(), "updates to choose the pixel transform")) {
      progress.note("choosing the pixel transform: none or atoms ...");
      return training.choosePixelTransform(progress::update);
    }
  }
}
