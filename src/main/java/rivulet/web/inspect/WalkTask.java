package rivulet.web.inspect;

import rivulet.Description;
import rivulet.Images;
import rivulet.Latents;
import rivulet.Measuring;
import rivulet.Model;
import rivulet.Sampling;
import rivulet.web.Job;
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
    if (request.count() < 2 || request.count() > MOST) {
      throw new IllegalArgumentException(
          "walk: `count` must be 2 to " + MOST + ", found " + request.count());
    }
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
      walked[n] = model.decode(between(from, to, (double) n / (walked.length - 1)), how);
    }
    Description what = model.description();
    return Drawing.of(walked, what.channels(), what.height(), what.width());
  }

  private Latents latents(int place) {
    return model.encode(images.image(place).centred(0), Measuring.usual().withThreads(threads));
  }

  /** Level by level; latents of N(0, I) keep their length on the way. */
  private static Latents between(Latents a, Latents b, double share) {
    double[][] levels = new double[a.levels().length][];
    for (int level = 0; level < levels.length; level++) {
      double[] x = a.levels()[level];
      double[] y = b.levels()[level];
      levels[level] = new double[x.length];
      double angle = angle(x, y);
      double first = angle < 1e-6 ? 1 - share : Math.sin((1 - share) * angle) / Math.sin(angle);
      double second = angle < 1e-6 ? share : Math.sin(share * angle) / Math.sin(angle);
      for (int i = 0; i < x.length; i++) {
        levels[level][i] = first * x[i] + second * y[i];
      }
    }
    return new Latents(levels);
  }

  private static double angle(double[] x, double[] y) {
    double dot = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < x.length; i++) {
      dot += x[i] * y[i];
      xx += x[i] * x[i];
      yy += y[i] * y[i];
    }
    return Math.acos(Math.clamp(dot / Math.sqrt(xx * yy), -1, 1));
  }
}
