package rivulet.web.inspect;

import java.util.List;
import rivulet.Description;
import rivulet.Model;
import rivulet.Samples;
import rivulet.Sampling;
import rivulet.web.Job;
import rivulet.web.Range;
import rivulet.web.Task;

/** Draws images from noise. */
final class SampleTask implements Task<SampleTask.Request> {
  private static final int MOST = 64;

  private final Model model;
  private final int threads;

  SampleTask(Model model, int threads) {
    this.model = model;
    this.threads = threads;
  }

  /**
   * How many, and from which noise.
   *
   * @param count 1 to 64
   * @param seeds of the noise by level from the coarsest, or one for all
   * @param temperatures deviation of the latents by level from the coarsest, or one for all
   */
  record Request(int count, List<Long> seeds, List<Double> temperatures) {}

  @Override
  public String path() {
    return "api/inspect/sample";
  }

  @Override
  public Class<Request> request() {
    return Request.class;
  }

  @Override
  public void check(Request request) {
    Range.require("sample", "count", request.count(), 1, MOST);
    model.require(how(request));
  }

  private Sampling how(Request request) {
    return Sampling.usual()
        .withSeeds(request.seeds().stream().mapToLong(Long::longValue).toArray())
        .withTemperatures(
            request.temperatures().stream().mapToDouble(Double::doubleValue).toArray())
        .withThreads(threads);
  }

  @Override
  public Drawing run(Request request, Job job) {
    Samples drawn = model.sample(request.count(), how(request), job::progress);
    Description what = model.description();
    return Drawing.of(drawn.values(), what.channels(), what.height(), what.width());
  }
}
