package rivulet.web.inspect;

import rivulet.Description;
import rivulet.Images;
import rivulet.Latents;
import rivulet.Measuring;
import rivulet.Model;
import rivulet.Sampling;
import rivulet.web.Job;
import rivulet.web.Range;
import rivulet.web.Task;

/** Walks from one image to another along a great circle of their latents. */
final class WalkTask implements Task<WalkTask.Request> {
  private static final int MOST = 32;

  private final Model model;
  private final Shown images;
  private final int threads;

  WalkTask(Model model, Shown images, int threads) {
    this.model = model;
    this.images = images;
    this.threads = threads;
  }

  /**
   * From where to where.
   *
   * @param from place of the first image
   * @param to place of the last
   * @param count images on the way, both ends included: 2 to 32
   */
  record Request(int from, int to, int count) {}

  @Override
  public String path() {
    return "api/inspect/walk";
  }

  @Override
  public Class<Request> request() {
    return Request.class;
  }

  @Override
  public void check(Request request) {
    Range.require("walk", "count", request.count(), 2, MOST);
    for (int place : new int[] {request.from(), request.to()}) {
      Images one = images.image(place);
      if (!one.shape().equals(model.description().shape())) {
        throw new IllegalArgumentException(
            "walk: image "
                + place
                + " is "
                + one.shape()
                + ", the model's are "
                + model.description().shape());
      }
    }
  }

  @Override
  public Drawing run(Request request, Job job) {
    Latents from = latents(request.from());
    Latents to = latents(request.to());
    Sampling how = Sampling.usual().withThreads(threads);
    double[][] walked = new double[request.count()][];
    for (int n = 0; n < walked.length; n++) {
      job.progress(n, walked.length);
      walked[n] = model.decode(from.towards(to, (double) n / (walked.length - 1)), how);
    }
    Description what = model.description();
    return Drawing.of(walked, what.channels(), what.height(), what.width());
  }

  private Latents latents(int place) {
    return model.encode(images.image(place).centred(0), Measuring.usual().withThreads(threads));
  }
}
