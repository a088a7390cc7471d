package rivulet.cli.run;

import java.io.PrintWriter;
import java.util.Optional;
import rivulet.cli.output.ProgressLine;
import rivulet.store.PixelTransformChoice;
import rivulet.store.RunDirectory;
import rivulet.training.Training;

/**
 * Asks the images which transform of pixels a run takes, once for all its starts.
 *
 * @param memory of the run
 * @param err shows progress
 * @param resume whether the run may go on from a checkpoint there
 */
public record PixelTransformChooser(RunMemory memory, PrintWriter err, boolean resume) {

  /**
   * What the images chose when the run began, or choose now.
   *
   * @param training takes the choice
   * @throws rivulet.store.StoreException if the run would write over another
   */
  public PixelTransformChoice choice(Training training) {
    boolean goesOn = new RunDirectory(memory.run()).resumes(resume);
    Optional<PixelTransformChoice> before = memory.choice();
    if (goesOn && before.isPresent()) {
      training.choose(before.get());
      return before.get();
    }
    try (ProgressLine progress = new ProgressLine(err, "updates to choose the pixel transform")) {
      progress.note("choosing the pixel transform: none or atoms ...");
      return training.choosePixelTransform(progress::update);
    }
  }
}
