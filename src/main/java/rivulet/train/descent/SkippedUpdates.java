package rivulet.train.descent;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import rivulet.train.LevelMetrics;
import rivulet.train.TrainConfig;

/**
 * Updates that were left out because the norm of their gradient was too large or no number ({@link
 * TrainConfig#skip}). So many in a row say that training has come apart.
 */
public final class SkippedUpdates {
  /** Updates of one level in a row that may be left out, as in the published code. */
  public static final int MOST_IN_A_ROW = 10;

  private final Map<Integer, Integer> row = new HashMap<>();

  /** Told of an update; whether too many in a row were left out, at any level. */
  public boolean tooMany(List<LevelMetrics> metrics) {
    boolean many = false;
    for (LevelMetrics level : metrics) {
      int skipped = level.applied() ? 0 : row.getOrDefault(level.level(), 0) + 1;
      row.put(level.level(), skipped);
      many |= skipped > MOST_IN_A_ROW;
    }
    return many;
  }

  /** What to say of a run that ends for this reason. */
  public static String message(String what, long step, double limit) {
    return "%s: the last %d updates up to update %d were all skipped, their gradients having a norm of %s or more, or none; begin anew with a lower learning rate or a longer warm-up"
        .formatted(what, MOST_IN_A_ROW + 1, step, limit);
  }
}
