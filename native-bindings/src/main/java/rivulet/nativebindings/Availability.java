package rivulet.nativebindings;

import java.util.Objects;
import java.util.function.Function;

/** Whether something of this machine can be used: the thing itself, or why not. */
public sealed interface Availability<T> {
  /** It can: here it is. */
  record Available<T>(T value) implements Availability<T> {
    public Available {
      Objects.requireNonNull(value, "value");
    }
  }

  /** It cannot, for that reason, which names a cure. */
  record Unavailable<T>(String reason) implements Availability<T> {
    public Unavailable {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /** What follows from the thing if it is there; the reason stays if it is not. */
  default <R> Availability<R> then(Function<T, Availability<R>> next) {
    return switch (this) {
      case Available<T>(T value) -> next.apply(value);
      case Unavailable<T>(String reason) -> new Unavailable<>(reason);
    };
  }

  /**
   * The thing.
   *
   * @throws IllegalStateException with the reason if it is not there
   */
  default T orThrow() {
    return switch (this) {
      case Available<T>(T value) -> value;
      case Unavailable<T>(String reason) -> throw new IllegalStateException(reason);
    };
  }
}
