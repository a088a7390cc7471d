package rivulet.web.watch;

import java.util.List;
import java.util.Optional;
import rivulet.web.Reply;

/** Which runs are watched. */
final class RunsCall implements Reply<RunsCall.Request> {
  private final List<WatchedRun> runs;

  RunsCall(List<WatchedRun> runs) {
    this.runs = runs;
  }

  /** Nothing to say. */
  record Request() {}

  /**
   * One of them.
   *
   * @param name of its folder
   * @param folder as it was named
   * @param objective that it was asked to train by
   * @param steps updates that it was asked for
   * @param batch images of an update
   */
  record Run(
      String name,
      String folder,
      Optional<String> objective,
      Optional<Long> steps,
      Optional<Long> batch) {}

  /** All of them, in the order of the command line. */
  record Answer(List<Run> runs) {}

  @Override
  public String path() {
    return "api/watch/runs";
  }

  @Override
  public Method method() {
    return Method.GET;
  }

  @Override
  public Class<Request> request() {
    return Request.class;
  }

  @Override
  public Answer answer(Request request) {
    return new Answer(runs.stream().map(RunsCall::described).toList());
  }

  private static Run described(WatchedRun run) {
    run.refresh();
    return new Run(
        run.directory().name(),
        run.directory().root().toString(),
        run.setting("objective"),
        run.steps(),
        run.batch());
  }
}
