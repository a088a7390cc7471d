package rivulet.train;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import rivulet.parallel.WorkerPool;

/**
 * Images that are read in the order of their numbers, made ready by all workers some at a time.
 * Each is made once, however often and by whom it is asked for; what it holds is a function of its
 * number.
 *
 * @param <T> an image made ready
 */
final class ReadAhead<T> {
  private static final int MOST = 64;
  private static final long MOST_BYTES = 64L << 20;

  private final WorkerPool workers;
  private final int images;
  private final Load<T> load;
  private final List<T> ready = new ArrayList<>();
  private int first;
  private int held;

  /** Makes an image ready. */
  interface Load<T> {
    /**
     * Fills the room of one.
     *
     * @param worker whose scratch memory may be used
     * @param image its number
     * @param into overwritten
     */
    void load(int worker, int image, T into);
  }

  /**
   * Reads nothing yet.
   *
   * @param images how many there are
   * @param bytes that one takes when it is ready
   * @param room for one
   */
  ReadAhead(WorkerPool workers, int images, long bytes, Supplier<T> room, Load<T> load) {
    this.workers = workers;
    this.images = images;
    this.load = load;
    long count = Math.clamp(MOST_BYTES / bytes, workers.workers(), MOST);
    while (ready.size() < count) {
      ready.add(room.get());
    }
  }

  /** An image, live until another one is asked for. */
  T at(int image) {
    if (image < first || image >= first + held) {
      first = image;
      held = Math.min(ready.size(), images - image);
      workers.run(held, (worker, n) -> load.load(worker, first + n, ready.get(n)));
    }
    return ready.get(image - first);
  }
}
