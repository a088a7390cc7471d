package rivulet.web.inspect;

import rivulet.Description;
import rivulet.Images;
import rivulet.Model;
import rivulet.Sampling;
import rivulet.web.Job;
import rivulet.web.Range;
import rivulet.web.Task;

/** Draws several finer images of a coarse one. */
final class UpscaleTask implements Task<UpscaleTask.Request> {
  private static final int MOST = 16;

  private final Model model;
  private final Shown images;
  private final int threads;

  UpscaleTask(Model model, Shown images, int threads) {
    this.model = model;
    this.images = images;
    this.threads = threads;
  }

  /**
   * Of which image, and how many.
   *
   * @param image its place; of a size that one of the model's coarser images has
   * @param count 1 to 16, by seeds that follow each other
   */
  record Request(int image, int count, long seed, double temperature) {}

  @Override
  public String path() {
    return "api/inspect/upscale";
  }

  @Override
  public Class<Request> request() {
    return Request.class;
  }

  @Override
  public void check(Request request) {
    Range.require("upscale", "count", request.count(), 1, MOST);
    Images coarse = images.image(request.image());
    if (model.levelsAbove(coarse).isEmpty()) {
      throw new IllegalArgumentException(
          "upscale: the image is "
              + coarse.shape()
              + "; the model takes its own "
              + model.description().shape()
              + " halved one or more times");
    }
    how(request, 0);
  }

  private Sampling how(Request request, int answer) {
    return Sampling.usual()
        .withSeed(request.seed() + answer)
        .withTemperatures(request.temperature())
        .withThreads(threads);
  }

  @Override
  public Drawing run(Request request, Job job) {
    Images coarse = images.image(request.image());
    double[][] finer = new double[request.count()][];
    for (int answer = 0; answer < finer.length; answer++) {
      job.progress(answer, finer.length);
      finer[answer] = model.upscale(coarse, how(request, answer)).values();
    }
    Description what = model.description();
    return Drawing.of(finer, what.channels(), what.height(), what.width());
  }
}
