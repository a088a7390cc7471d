package rivulet.perf.peers;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import rivulet.perf.Clock;
import rivulet.perf.Contender;
import rivulet.perf.Processors;
import rivulet.perf.Side;

/** Our workers against one library on one case. */
final class Duel {
  private static final long PAUSE_MILLISECONDS = 8;
  private static final double PEER_WARM_UP = 0.6;

  private final Pace pace;

  /**
   * How long it takes. Of a turn's short bursts the fastest counts, so that a burst in which the
   * system gave the core to somebody else does not.
   *
   * @param burst seconds of a burst, unless a single repetition takes longer
   * @param bursts bursts of one side's turn; at most two of repetitions that take longer
   * @param pairs turns of each side
   */
  record Pace(double burst, int bursts, int pairs) {
    static final Pace FULL = new Pace(0.004, 6, 11);
    static final Pace QUICK = new Pace(0.006, 4, 5);

    /** Of what users do, which takes longer. */
    static final Pace TASK = new Pace(0.25, 2, 7);

    static final Pace QUICK_TASK = new Pace(0.1, 1, 3);
  }

  /**
   * What is compared.
   *
   * @param images 0: GFLOP/s are printed; else milliseconds per image
   * @param kernels seconds that our kernels alone would take for a repetition; empty if not known
   */
  record Match(
      String name, String peerName, Side ours, float[] result, int images, OptionalDouble kernels) {
    Match(String name, String peerName, Side ours, float[] result, int images) {
      this(name, peerName, ours, result, images, OptionalDouble.empty());
    }
  }

  Duel(Pace pace) {
    this.pace = pace;
  }

  /** Times the match against the fastest of the peer's variants. */
  Row run(Match match, List<Peer> variants, int threads) throws InterruptedException {
    match.ours().warmUp();
    variants.forEach(Duel::warmUp);
    Peer peer =
        variants.stream().min(Comparator.comparingDouble(p -> Turn.of(p, pace).best())).get();
    Turn mine = Turn.of(match.ours(), pace);
    Turn theirs = Turn.of(peer, pace);
    double[] ours = new double[pace.pairs()];
    double[] others = new double[pace.pairs()];
    double[] ratios = new double[pace.pairs()];
    for (int i = 0; i < pace.pairs(); i++) {
      boolean first = i % 2 == 0;
      ours[i] = first ? turn(mine) : 0;
      others[i] = turn(theirs);
      ours[i] = first ? ours[i] : turn(mine);
      ratios[i] = others[i] / ours[i];
    }
    double flops = match.ours().flops();
    double seconds = median(ours);
    OptionalDouble share = match.kernels().stream().map(alone -> alone / seconds).findFirst();
    return new Row(
        match.name(),
        match.peerName(),
        peer.variant(),
        figure(match, seconds, flops),
        figure(match, median(others), flops),
        median(ratios),
        match.images() == 0 ? "GFLOP/s" : "ms per image",
        flops / seconds * 1e-9,
        share,
        peer.error(match.result()),
        match.ours().allocatedPerCall(),
        Processors.cpu(),
        threads);
  }

  /** Libraries in Java need compiling as well, and those in C choose and pack in first calls. */
  private static void warmUp(Contender peer) {
    double end = Clock.WALL.now() + PEER_WARM_UP;
    while (Clock.WALL.now() < end) {
      peer.seconds(1);
    }
  }

  /** Threads of the other side may spin for a moment after their turn. */
  private static double turn(Turn turn) throws InterruptedException {
    Thread.sleep(PAUSE_MILLISECONDS);
    return turn.best();
  }

  private static double figure(Match match, double seconds, double flops) {
    return match.images() == 0 ? flops / seconds * 1e-9 : seconds / match.images() * 1e3;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** A contender with as many repetitions as fill a burst. */
  private record Turn(Contender contender, int repetitions, int bursts) {
    static Turn of(Contender contender, Pace pace) {
      double one = contender.seconds(1);
      if (one > pace.burst()) {
        return new Turn(contender, 1, Math.min(2, pace.bursts()));
      }
      one = contender.seconds(1);
      int guess = (int) Math.clamp(pace.burst() / 2 / one, 1, 1_000_000);
      double each = contender.seconds(guess) / guess;
      int repetitions = (int) Math.clamp(pace.burst() / each, 1, 1_000_000);
      int bursts = each > pace.burst() ? Math.min(2, pace.bursts()) : pace.bursts();
      return new Turn(contender, repetitions, bursts);
    }

    /** Seconds of one repetition in the fastest burst. */
    double best() {
      double best = Double.MAX_VALUE;
      for (int i = 0; i < bursts; i++) {
        best = Math.min(best, contender.seconds(repetitions) / repetitions);
      }
      return best;
    }
  }
}
