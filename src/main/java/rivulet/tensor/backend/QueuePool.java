package rivulet.tensor.backend;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * The queues of a backend: one per thread that works at the same time, made when it is first
 * needed. Safe for any number of threads.
 */
final class QueuePool<Q> {
  private final Supplier<Q> maker;
  private final List<Q> all = new ArrayList<>();
  private final Deque<Q> idle = new ArrayDeque<>();

  QueuePool(Supplier<Q> maker) {
    this.maker = maker;
  }

  /** A queue that nobody else has. */
  synchronized Q acquire() {
    if (!idle.isEmpty()) {
      return idle.pop();
    }
    Q made = maker.get();
    all.add(made);
    return made;
  }

  synchronized void release(Q queue) {
    idle.push(queue);
  }

  /** Every queue ever made, to be closed: the pool forgets them. */
  synchronized List<Q> drain() {
    List<Q> made = List.copyOf(all);
    all.clear();
    idle.clear();
    return made;
  }
}
