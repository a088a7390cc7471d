package rivulet.perf.task;

import java.util.List;
import rivulet.Latents;
import rivulet.Likelihood;
import rivulet.perf.Joined;

/**
 * Where the flow of a {@link TaskModel} takes its first images, level by level, by the calls that
 * users make: what a library's own must come near, which makes other steps.
 */
public final class SolveCheck {
  public static final int IMAGES = 4;

  private static final double LN_2 = StrictMath.log(2);

  private SolveCheck() {}

  /**
   * Latents of the first images at all levels, then for each level the mean ∫ divergence of all
   * images, 0 where it is estimated. For samples the data that such latents belong to.
   *
   * @param images of which the divergence is the mean
   */
  public static float[] result(UserTask task, TaskModel model, int images) {
    int levels = model.networks().size();
    float[][] parts = new float[levels + 1][];
    List<LevelImages> data = model.levels(IMAGES);
    for (int level = 0; level < levels; level++) {
      parts[level] =
          task == UserTask.SAMPLE ? data.get(level).states() : latents(task, model, level);
    }
    parts[levels] = new float[levels];
    if (task == UserTask.EXACT_DIVERGENCE) {
      Likelihood found =
          model.model().logLikelihood(model.images().first(images), ModelTask.measuring(task));
      for (int level = 0; level < levels; level++) {
        double nats = -found.level(level).logDet() * found.dimensions() * LN_2;
        parts[levels][level] = (float) nats;
      }
    }
    return Joined.of(List.of(parts));
  }

  /** Latents of the first images at one level, planar. */
  public static float[] latents(UserTask task, TaskModel model, int level) {
    List<Latents> all =
        Latents.of(model.model(), model.images().first(IMAGES), ModelTask.measuring(task));
    float[][] parts = new float[IMAGES][];
    for (int n = 0; n < IMAGES; n++) {
      double[] one = all.get(n).levels()[level];
      parts[n] = new float[one.length];
      for (int i = 0; i < one.length; i++) {
        parts[n][i] = (float) one[i];
      }
    }
    return Joined.of(List.of(parts));
  }
}
