package rivulet.train;

import java.util.function.BooleanSupplier;
import rivulet.tensor.backend.OpenBackend;

/** A run in a directory that ends in a model: of a flow, or of the noise of a model. */
public sealed interface TrainingRun permits FlowRun, NoiseRun {
  /** What determines the run besides model and data. */
  TrainConfig config();

  /**
   * Runs until all updates are done or {@code stop} says so; then writes a checkpoint, and if done
   * the model.
   *
   * @param backend opened by the caller from the configuration, and closed by it
   * @return updates done and memory held
   * @throws IllegalArgumentException if the backend is another than the configuration's
   */
  FlowRun.Outcome run(
      FlowRun.Execution execution,
      OpenBackend backend,
      FlowRun.Listener listener,
      BooleanSupplier stop);
}
