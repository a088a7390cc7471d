package rivulet.web.watch;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import rivulet.Description;
import rivulet.Images;
import rivulet.Model;
import rivulet.Samples;
import rivulet.Sampling;
import rivulet.web.Job;
import rivulet.web.Refusal;
import rivulet.web.Task;

/**
 * Draws samples from a run's model as it is now, always from the same noise; what was drawn from
 * that state of the model before is not drawn again.
 */
final class SamplesTask implements Task<SamplesTask.Request> {
  /** Pixels of all samples together; of larger images fewer are drawn. */
  private static final int MOST_PIXELS = 1 << 20;

  private static final String UPDATES = "updates";

  private final List<WatchedRun> runs;
  private final List<SampleHistory> histories;
  private final int count;
  private final Sampling how;

  SamplesTask(List<WatchedRun> runs, List<SampleHistory> histories, int count, Sampling how) {
    this.runs = runs;
    this.histories = histories;
    this.count = count;
    this.how = how;
  }

  /**
   * Of which model.
   *
   * @param run its place among those watched, from 0
   */
  record Request(int run) {}

  @Override
  public String path() {
    return "api/watch/samples";
  }

  @Override
  public Class<Request> request() {
    return Request.class;
  }

  @Override
  public void check(Request request) {
    state(request);
  }

  private String state(Request request) {
    WatchedRun run = WatchPage.chosen("samples", request.run(), runs);
    return run.modelState()
        .orElseThrow(() ->
            new Refusal(
                409,
                "samples: " + run.directory().name() + " has written no model yet; wait for it"));
  }

  @Override
  public Drawn run(Request request, Job job) {
    String state = state(request);
    SampleHistory history = histories.get(request.run());
    Optional<Drawn> before = history.of(state);
    if (before.isPresent()) {
      return before.get();
    }
    Drawn drawn = draw(request.run(), job);
    history.add(state, drawn);
    return drawn;
  }

  private Drawn draw(int run, Job job) {
    try (Model model = Model.open(runs.get(run).directory().root())) {
      Description what = model.description();
      int size = what.channels() * what.height() * what.width();
      int images = Math.clamp(MOST_PIXELS / size, 1, count);
      job.progress(0, images);
      Samples samples = model.sample(images, how, job::progress);
      return new Drawn(
          run,
          Long.parseLong(what.provenance().getOrDefault(UPDATES, "0")),
          images,
          what.channels(),
          what.height(),
          what.width(),
          Base64.getEncoder().encodeToString(pixels(samples.images())));
    }
  }

  private static byte[] pixels(Images images) {
    byte[] all = new byte[images.count() * images.dimensions()];
    for (int n = 0; n < images.count(); n++) {
      System.arraycopy(images.image(n), 0, all, n * images.dimensions(), images.dimensions());
    }
    return all;
  }
}
