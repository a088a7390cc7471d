package rivulet.web.inspect;

import rivulet.Description;
import rivulet.Images;
import rivulet.Model;
import rivulet.Sampling;
import rivulet.Upscaled;
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
   * @param count 1 to 16, of the latents that the seed's first samples have
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
    how(request);
  }

  private Sampling how(Request request) {
    return Sampling.usual()
        .withSeed(request.seed())
        .withTemperatures(request.temperature())
        .withThreads(threads);
  }

  @Override
  public Drawing run(Request request, Job job) {
    Images coarse = images.image(request.image());
    int levels = model.levelsAbove(coarse).orElseThrow();
    double[][] finer =
        Upscaled.several(model, coarse, levels, request.count(), how(request), job::progress)
            .stream()
            .map(Upscaled::values)
            .toArray(double[][]::new);
    Description what = model.description();
    return Drawing.of(finer, what.channels(), what.height(), what.width());
  }
}
