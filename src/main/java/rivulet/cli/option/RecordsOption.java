package rivulet.cli.option;

import picocli.CommandLine.Option;
import rivulet.training.Recipe;

/** What a run keeps of itself on its way and at its end; no result depends on it. */
@Section(Section.RUN)
public final class RecordsOption {
  @Option(
      names = "--checkpoint-every",
      paramLabel = "N",
      description = "Updates between states saved (default: ${DEFAULT-VALUE})")
  private int checkpointEvery = Recipe.CHECKPOINT_EVERY;

  @Option(names = "--tensorboard", description = "Write the metrics for TensorBoard too")
  private boolean tensorBoard;

  @Option(names = "--report", description = "Write the page of `report` into the run at the end")
  private boolean report;

  /** Updates between checkpoints, 0 for the end only. */
  public int checkpointEvery() {
    return checkpointEvery;
  }

  /** Whether files of events are written. */
  public boolean tensorBoard() {
    return tensorBoard;
  }

  /** Whether a page is written at the end. */
  public boolean report() {
    return report;
  }
}
