package rivulet.train;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import rivulet.flow.FlowModel;
import rivulet.store.FolderLock;
import rivulet.store.ModelFile;
import rivulet.store.RunDirectory;
import rivulet.store.StoredModel;
import rivulet.train.log.RunMetrics;

/**
 * Carries a run out in its directory: starts or resumes, goes through its phases, and keeps
 * metrics, checkpoint and model. Whatever ends it, a checkpoint of that moment is there.
 *
 * @param config of the run
 * @param phases one after the other
 * @param start makes the model that the first update begins with, and what its file says of the run
 * @param problems what is trained
 * @param directory where everything goes
 * @param execution how
 * @param best keeps the best model
 * @param listener told after every update
 * @param stop asked before every update
 */
record RunLoop(
    TrainConfig config,
    List<Phase> phases,
    Supplier<StoredModel> start,
    Problems problems,
    RunDirectory directory,
    FlowRun.Execution execution,
    BestModel best,
    FlowRun.Listener listener,
    BooleanSupplier stop) {
  /** Metrics reach their files within seconds, so that others can watch. */
  private static final long FLUSH_NANOSECONDS = 5_000_000_000L;

  /** What a phase trains. */
  interface Problems {
    /**
     * Opens it.
     *
     * @param start the model that the run began with
     * @param flow with what earlier phases came to
     */
    Problem.OfModel open(Phase phase, StoredModel start, FlowModel flow);
  }

  /**
   * Runs until all updates are done, it is told to stop, or no model has been better for long.
   *
   * @param levels trained, as the checkpoint names them
   */
  FlowRun.Outcome run(String levels) {
    try (FolderLock _ = directory.lock()) {
      boolean resumed = directory.resumes(execution.resume());
      long before = resumed ? Checkpoint.step(directory.checkpoint()) : 0;
      Optional<StoredModel> own = resumed ? Optional.of(ownStart(levels)) : Optional.empty();
      listener.begun(before);
      StoredModel first = own.orElseGet(start);
      SortedMap<String, String> configuration = Checkpoint.configuration(first, levels);
      if (resumed) {
        Checkpoint.read(directory.checkpoint(), best);
      }
      try (MetricsLog log = MetricsLog.open(directory, before, events(before))) {
        return train(first, configuration, resumed, log);
      }
    }
  }

  /** Where the run began; one of other settings is refused before anything of it changes. */
  private StoredModel ownStart(String levels) {
    Checkpoint.phase(directory.checkpoint(), phases);
    StoredModel first = start.get();
    Checkpoint.require(directory.checkpoint(), Checkpoint.configuration(first, levels));
    return first;
  }

  private Optional<TrainingEvents> events(long before) {
    return execution.events()
        ? Optional.of(new TrainingEvents(directory, before, config.batch()))
        : Optional.empty();
  }

  private FlowRun.Outcome train(
      StoredModel first, SortedMap<String, String> configuration, boolean resumed, MetricsLog log) {
    boolean restore = resumed;
    Phase phase = resumed ? Checkpoint.phase(directory.checkpoint(), phases) : phase(0);
    FlowModel flow = first.complete();
    long done = 0;
    long nativeBytes = 0;
    while (true) {
      Problem.OfModel problem = problems.open(phase, first, flow);
      try (Trainer trainer = new Trainer("train", config, problem, execution.threads())) {
        trainer.resumeAt(done);
        if (restore) {
          Checkpoint.read(directory.checkpoint(), trainer);
        }
        restore = false;
        Phase now = phase;
        Runnable save =
            () -> {
              log.flush();
              Checkpoint.write(directory.checkpoint(), now, trainer, configuration, best);
              StoredModel model = problem.result(first);
              ModelFile.write(directory.model(), model.after(trainer.step()));
            };
        long end = Math.min(execution.steps(), phase.until());
        Keeper keeper = new Keeper(log, save, () -> judged(problem.result(first), trainer));
        trainer.run(end, () -> best.enough() || stop.getAsBoolean(), keeper);
        done = trainer.step();
        nativeBytes = Math.max(nativeBytes, problem.nativeBytes());
        if (done >= execution.steps() || done < end || best.enough()) {
          long skipped = RunMetrics.read(directory).skipped();
          return new FlowRun.Outcome(done, skipped, nativeBytes, best.found(), best.enough());
        }
        flow = problem.finish();
      }
      phase = phase(done);
    }
  }

  /** bits/dim of a model on the images held back. */
  private double judged(StoredModel model, Trainer trainer) {
    FlowRun.Judged found = best.judge(model, trainer.step());
    listener.judged(found, best.after() == trainer.step());
    return found.bitsPerDim();
  }

  /** The phase of an update. */
  private Phase phase(long step) {
    return phases.stream().filter(phase -> step < phase.until()).findFirst().orElseThrow();
  }

  /** Keeps the files of the run up to date. */
  private final class Keeper implements Trainer.Watcher {
    private final MetricsLog log;
    private final Runnable save;
    private final DoubleSupplier judged;
    private long flushed = System.nanoTime();

    Keeper(MetricsLog log, Runnable save, DoubleSupplier judged) {
      this.log = log;
      this.save = save;
      this.judged = judged;
    }

    @Override
    public void updated(Trainer trainer) {
      int every = execution.checkpointEvery();
      boolean kept = every > 0 && trainer.step() % every == 0;
      listener.updated(trainer.step(), execution.steps(), trainer.metrics());
      boolean measured = best.judges() && (kept || trainer.step() == execution.steps());
      double validation = measured ? judged.getAsDouble() : Double.NaN;
      log.write(trainer.step() - 1, trainer.metrics(), validation);
      if (System.nanoTime() - flushed > FLUSH_NANOSECONDS) {
        log.flush();
        flushed = System.nanoTime();
      }
      if (kept) {
        save.run();
      }
    }

    @Override
    public void ended(Trainer trainer) {
      // Always: whoever was killed after a checkpoint may have left the model before it.
      save.run();
    }
  }
}
