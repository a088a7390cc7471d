package rivulet.training;

import java.util.List;
import rivulet.TrainingListener;
import rivulet.flow.ModelSpec;
import rivulet.train.FlowRun;
import rivulet.train.LevelMetrics;

/** Carries what a run tells to a listener, and back whether to go on. */
final class ListenedRun implements FlowRun.Listener {
  private final TrainingListener listener;
  private final ModelSpec spec;
  private boolean ended;

  ListenedRun(TrainingListener listener, ModelSpec spec) {
    this.listener = listener;
    this.spec = spec;
  }

  @Override
  public void begun(long done) {
    listener.begun(done);
  }

  @Override
  public void updated(long step, long steps, List<LevelMetrics> metrics) {
    listener.levels(
        step, metrics.stream().map(found -> TrainingListener.Level.of(found, spec)).toList());
    double loss = metrics.stream().mapToDouble(LevelMetrics::progress).average().orElse(0);
    ended |= !listener.updated(step, loss);
  }

  boolean stopped() {
    return ended || listener.cancelled();
  }
}
