package rivulet.train;

import java.util.List;
import rivulet.flow.FlowModel;
import rivulet.store.StoredModel;
import rivulet.train.descent.Descent;

/**
 * What a {@link Trainer} trains: parts of parameters with their losses, and the batches that those
 * are taken on. A batch is chosen by one thread, loaded by all, and then read by all.
 */
public interface Problem extends AutoCloseable {
  /**
   * Parameters in training, with their loss and descent. The parts of a problem share nothing but
   * the batches, so parts trained apart or together agree bit for bit.
   *
   * @param number of the level, or {@link LevelMetrics#WHOLE_IMAGE} where there are no levels
   * @param group items of a batch that a worker takes together
   * @param loss what is descended
   * @param descent how
   */
  record Part(int number, int group, Loss loss, Descent descent) {
    /** Groups of a batch. */
    int groups(int batch) {
      return Math.ceilDiv(batch, group);
    }

    /** Whether this is all there is, not one level of several. */
    public boolean whole() {
      return number == LevelMetrics.WHOLE_IMAGE;
    }
  }

  /** The parts, in the order of their work. */
  List<Part> parts();

  /** Chooses the batch of an update. */
  default void choose(long step) {}

  /** Items of a batch that are loaded, each by {@link #load}; 0 if losses read for themselves. */
  default int loads() {
    return 0;
  }

  /** Loads item {@code j} of the batch on a worker. */
  default void load(int worker, int j) {}

  @Override
  void close();

  /** A problem whose result is a model of images. */
  interface OfModel extends Problem {
    /** Makes averages, where they are kept, the values; the flow for the next phase. */
    FlowModel finish();

    /**
     * The model that it comes to if there is no further update, of the averages where they are
     * kept.
     *
     * @param start the model that the run began with
     */
    StoredModel result(StoredModel start);

    /** Native memory in use, in bytes. */
    long nativeBytes();
  }
}
