package rivulet.check;

import java.util.Objects;

/**
 * One thing that was looked at on this machine.
 *
 * @param name what
 * @param state whether it is as it should be
 * @param text what was found; where it is not as it should be, also what to do
 */
public record Finding(String name, State state, String text) {
  /** How a thing is. */
  public enum State {
    /** As it should be. */
    FOUND,
    /** Not there, and not needed unless one wants what it gives. */
    MISSING,
    /** There, and a reason for being slow or for failing. */
    WARNING
  }

  public Finding {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(text, "text");
  }
}
