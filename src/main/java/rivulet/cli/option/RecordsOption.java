package rivulet.cli.option;

import picocli.CommandLine.Option;

/** What a run writes about itself for people, besides metrics; no result depends on it. */
@Section(Section.RUN)
public final class RecordsOption {
  @Option(names = "--tensorboard", description = "Write the metrics for TensorBoard too")
  private boolean tensorBoard;

  /** Whether files of events are written. */
  public boolean tensorBoard() {
    return tensorBoard;
  }
}
