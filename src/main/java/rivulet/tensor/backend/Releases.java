package rivulet.tensor.backend;

import java.util.Optional;

/**
 * Gives several things back although giving one of them back may fail: nothing is kept because
 * something else went wrong.
 */
final class Releases {
  private Optional<RuntimeException> first = Optional.empty();

  /** Runs one release; a failure is kept for {@link #finish}. */
  void run(Runnable release) {
    try {
      release.run();
    } catch (RuntimeException e) {
      first.ifPresentOrElse(failure -> failure.addSuppressed(e), () -> first = Optional.of(e));
    }
  }

  /** Throws the first failure, the others suppressed in it. */
  void finish() {
    if (first.isPresent()) {
      throw first.get();
    }
  }
}
