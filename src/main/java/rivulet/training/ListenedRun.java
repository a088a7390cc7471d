package rivulet.training;

import java.util.List;
import rivulet.TrainingListener;
import rivulet.Validation;
import rivulet.flow.ModelSpec;
import rivulet.store.RunDirectory;
import rivulet.train.FlowRun;
import rivulet.train.LevelMetrics;

/** Carries what a run tells to a listener, and back whether to go on. */
final class ListenedRun implements FlowRun.Listener {
  private final TrainingListener listener;
  private final ModelSpec spec;
  private final RunDirectory run;
  private boolean ended;

  ListenedRun(TrainingListener listener, ModelSpec spec, RunDirectory run) {
    this.listener = listener;
    this.spec = spec;
    this.run = run;
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

  @Override
  public void judged(FlowRun.Judged found, boolean better) {
    Validation judged = Validation.of(found);
    judged.add(run);
    listener.judged(judged, better);
  }

  boolean stopped() {
    return ended || listener.cancelled();
  }
}
