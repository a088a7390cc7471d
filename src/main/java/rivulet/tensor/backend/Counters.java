package rivulet.tensor.backend;

import java.util.concurrent.atomic.AtomicLong;
import rivulet.tensor.kernel.Transfers;

/** What the queues of a backend have done, together. */
final class Counters {
  final AtomicLong products = new AtomicLong();
  final AtomicLong bytesUp = new AtomicLong();
  final AtomicLong bytesDown = new AtomicLong();
  private final AtomicLong constants = new AtomicLong();
  private final AtomicLong constantBytes = new AtomicLong();

  void constant(long bytes) {
    constants.incrementAndGet();
    constantBytes.addAndGet(bytes);
  }

  Transfers transfers() {
    return new Transfers(
        products.get(), bytesUp.get(), bytesDown.get(), constants.get(), constantBytes.get());
  }
}
