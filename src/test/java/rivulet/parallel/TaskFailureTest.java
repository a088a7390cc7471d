package rivulet.parallel;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What a task threw comes out as it was, if it can be thrown without being declared. */
final class TaskFailureTest {
  @Test
  void unwrapsWhatTheTaskThrew() {
    RuntimeException exception = new IllegalStateException("task");
    assertSame(exception, new TaskFailure(0, 1, exception).unwrapped());
    Error error = new AssertionError("task");
    assertSame(error, assertThrows(AssertionError.class, new TaskFailure(0, 1, error)::unwrapped));
    TaskFailure checked = new TaskFailure(0, 1, new IOException("task"));
    assertSame(checked, checked.unwrapped());
  }
}
