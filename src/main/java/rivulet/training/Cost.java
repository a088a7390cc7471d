package rivulet.training;

import java.util.Arrays;
import java.util.function.Supplier;
import rivulet.store.TemporaryFolder;

/**
 * What a training takes on this machine, told by its first updates: a run of few that nobody keeps.
 * Solves grow longer while a flow is trained by likelihood; that is not foreseen.
 *
 * @param seconds of all updates with all that comes before the first, as a clock tells them
 * @param secondsPerUpdate once everything is compiled
 * @param nativeBytes most memory outside the heap
 * @param measured updates that were made
 */
public record Cost(double seconds, double secondsPerUpdate, long nativeBytes, int measured) {
  private static final int MOST_UPDATES = 60;
  private static final int FEWEST_UPDATES = 3;
  private static final double LIMIT_SECONDS = 25;

  /** Operations of one evaluation of a batch beyond which fewer images are measured. */
  private static final double MOST_FLOPS = 5e10;

  /**
   * Measures a training.
   *
   * @param description gives the training, anew each time
   * @param updates that it is to have
   * @param threads that it has
   */
  public static Cost of(Supplier<Training> description, long updates, int threads) {
    Training.Plan plan = description.get().plan();
    int batch = Math.clamp((long) (MOST_FLOPS / plan.flops()), threads, plan.batch());
    Training few = description.get().updates(MOST_UPDATES).resume(false);
    if (batch < plan.batch()) {
      few.batch(batch).group(Math.max(1, batch / threads));
    }
    double[] ends = new double[MOST_UPDATES];
    int[] made = new int[1];
    long begin = System.nanoTime();
    long bytes;
    try (TemporaryFolder folder = TemporaryFolder.create("rivulet-plan")) {
      bytes =
          few.run(
                  folder.path().resolve("run"),
                  (_, _) -> {
                    ends[made[0]++] = (System.nanoTime() - begin) * 1e-9;
                    return made[0] < FEWEST_UPDATES || ends[made[0] - 1] < LIMIT_SECONDS;
                  })
              .nativeBytes();
    }
    double[] measured = Arrays.copyOf(ends, made[0]);
    return extrapolated(measured, updates, (double) plan.batch() / batch, bytes);
  }

  /** By the pace of the last third, each update standing for so many. */
  private static Cost extrapolated(double[] ends, long updates, double share, long bytes) {
    int last = ends.length - 1;
    int from = Math.min(last - 1, 2 * ends.length / 3);
    double pace = share * (ends[last] - ends[from]) / (last - from);
    double start = ends[0] + share * (ends[last] - ends[0]);
    double all =
        updates <= ends.length && share == 1
            ? ends[(int) Math.max(0, updates - 1)]
            : start + (updates - ends.length) * pace;
    return new Cost(all, pace, bytes, ends.length);
  }
}
