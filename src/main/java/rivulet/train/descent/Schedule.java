package rivulet.train.descent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import rivulet.train.TrainConfig;

/**
 * The learning rate over updates: a linear rise over the warm-up, then constant, or falling to zero
 * along a cosine, which may begin anew. The first updates of a run do not depend on how long it is
 * going to be, and a run that has come to its end can be lengthened by another fall.
 *
 * @param rate after warm-up
 * @param warmUp updates over which the rate rises, of each phase and each fall, of which it takes a
 *     quarter at most
 * @param falls updates at which the rate has fallen to zero, ascending; each fall begins where the
 *     one before ended, after a warm-up; empty: the rate stays
 */
public record Schedule(double rate, int warmUp, List<Long> falls) {
  private static final String RATE = "learning_rate";
  private static final String WARM_UP = "warm_up";
  private static final String FALLS = "cosine_ends";

  /** Keys of {@link #describe}. */
  public static final List<String> KEYS = List.of(RATE, WARM_UP, FALLS);

  /** A fall is at least four times as long as its warm-up. */
  private static final int FALL_PER_RISE = 4;

  public Schedule {
    falls = List.copyOf(falls);
    TrainConfig.requireRate(rate);
    TrainConfig.require(warmUp >= 0, "warm-up", warmUp, "at least 0");
    long before = 0;
    for (long end : falls) {
      TrainConfig.require(
          end > before,
          "end of a fall of the rate (`cosine-steps`)",
          (double) end,
          "above " + before);
      before = end;
    }
  }

  /** One fall over so many updates, or a constant rate for 0. */
  public Schedule(double rate, int warmUp, long cosineSteps) {
    this(rate, warmUp, cosineSteps == 0 ? List.of() : List.of(cosineSteps));
  }

  /** The same with other falls. */
  public Schedule withFalls(List<Long> ends) {
    return new Schedule(rate, warmUp, ends);
  }

  /** Updates after which the rate is zero and nothing more is learnt. */
  public long end() {
    return falls.isEmpty() ? Long.MAX_VALUE : falls.getLast();
  }

  /** The falls of a run lengthened to {@code steps}: one more where the last ends earlier. */
  public List<Long> lengthened(long steps) {
    if (steps <= end()) {
      return falls;
    }
    List<Long> longer = new ArrayList<>(falls);
    longer.add(steps);
    return longer;
  }

  /**
   * Learning rate of an update.
   *
   * @param base rate after warm-up in the update's phase
   * @param step of the run, from 0
   * @param phaseStep of the phase, from 0
   */
  public double at(double base, long step, long phaseStep) {
    double rise = rise(phaseStep, warmUp);
    long begin = 0;
    for (long end : falls) {
      if (step < end) {
        long warm = Math.min(warmUp, (end - begin) / FALL_PER_RISE);
        return base * Math.min(rise, rise(step - begin, warm)) * fall(step, begin + warm, end);
      }
      begin = end;
    }
    return falls.isEmpty() ? base * rise : 0;
  }

  private static double rise(long step, long over) {
    return step < over ? (step + 1.0) / over : 1;
  }

  private static double fall(long step, long begin, long end) {
    double share = Math.max(0, step - begin) / (double) (end - begin);
    return 0.5 * (1 + StrictMath.cos(StrictMath.PI * share));
  }

  /** As metadata of model files and checkpoints; a rate that does not fall leaves no ends. */
  public void describe(SortedMap<String, String> metadata) {
    metadata.put(RATE, Double.toString(rate));
    metadata.put(WARM_UP, Integer.toString(warmUp));
    if (!falls.isEmpty()) {
      metadata.put(
          FALLS, falls.stream().map(end -> Long.toString(end)).collect(Collectors.joining(",")));
    }
  }

  /**
   * Reads what {@link #describe} wrote.
   *
   * @throws IllegalArgumentException if an entry is missing or no number
   */
  public static Schedule parse(Map<String, String> metadata) {
    return new Schedule(
        Double.parseDouble(metadata.getOrDefault(RATE, "")),
        Integer.parseInt(metadata.getOrDefault(WARM_UP, "")),
        ends(metadata.getOrDefault(FALLS, "")));
  }

  private static List<Long> ends(String text) {
    List<Long> ends = new ArrayList<>();
    for (String end : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      ends.add(Long.valueOf(end));
    }
    return ends;
  }

  /** Whether the first updates of a run have the same rates by both. */
  public boolean agrees(Schedule other, long updates) {
    for (long step = 0; step < updates; step++) {
      if (at(rate, step, step) != other.at(other.rate, step, step)) {
        return false;
      }
    }
    return true;
  }
}
