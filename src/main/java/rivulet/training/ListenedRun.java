package rivulet.training;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import rivulet.TrainingListener;
import rivulet.Validation;
import rivulet.flow.ModelSpec;
import rivulet.store.RunDirectory;
import rivulet.tensor.backend.OpenBackend;
import rivulet.train.FlowRun;
import rivulet.train.LevelMetrics;
import rivulet.train.TrainingRun;

/**
 * Carries what a run tells to a listener, and back whether to go on. Where the listener throws
 * after an update, the run stops as if it had been told to, and that is thrown when all is kept.
 */
final class ListenedRun implements FlowRun.Listener {
  private final TrainingListener listener;
  private final ModelSpec spec;
  private final RunDirectory run;
  private boolean ended;
  private Optional<RuntimeException> thrown = Optional.empty();

  ListenedRun(TrainingListener listener, ModelSpec spec, RunDirectory run) {
    this.listener = Objects.requireNonNull(listener, "training: listener");
    this.spec = spec;
    this.run = run;
  }

  /** Carries a run out that tells this how it goes. */
  FlowRun.Outcome carryOut(TrainingRun told, FlowRun.Execution how, OpenBackend opened) {
    FlowRun.Outcome done;
    try {
      done = told.run(how, opened, this, this::stopped);
    } catch (RuntimeException e) {
      thrown.ifPresent(e::addSuppressed);
      throw e;
    }
    if (thrown.isPresent()) {
      throw thrown.get();
    }
    return done;
  }

  @Override
  public void begun(long done) {
    listener.begun(done);
  }

  @Override
  public void updated(long step, long steps, List<LevelMetrics> metrics) {
    tell(() -> {
      listener.levels(
          step, metrics.stream().map(found -> TrainingListener.Level.of(found, spec)).toList());
      double loss = metrics.stream().mapToDouble(LevelMetrics::progress).average().orElse(0);
      return listener.updated(step, loss);
    });
  }

  @Override
  public void judged(FlowRun.Judged found, boolean better) {
    Validation judged = Validation.of(found);
    judged.add(run);
    tell(() -> {
      listener.judged(judged, better);
      return true;
    });
  }

  boolean stopped() {
    if (!ended) {
      tell(() -> !listener.cancelled());
    }
    return ended;
  }

  /** Asks the listener whether to go on, unless it has ended the run by throwing. */
  private void tell(BooleanSupplier goesOn) {
    if (thrown.isPresent()) {
      return;
    }
    try {
      ended |= !goesOn.getAsBoolean();
    } catch (RuntimeException e) {
      thrown = Optional.of(e);
      ended = true;
    }
  }
}
