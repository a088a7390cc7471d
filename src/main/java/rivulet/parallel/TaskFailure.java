package rivulet.parallel;

/**
 * A task threw. The cause is the throwable of the failed task of lowest number, which does not
 * depend on threads; failures of other tasks, as far as they had been dealt, are suppressed
 * exceptions in ascending order of their tasks.
 */
public final class TaskFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int task;

  TaskFailure(int task, int tasks, Throwable cause) {
    super("task " + task + " of " + tasks + " failed: " + cause, cause);
    this.task = task;
  }

  /** The number of the task that threw the cause. */
  public int task() {
    return task;
  }

  /**
   * The cause as the task threw it, for those to whom the number of the task means nothing.
   *
   * @throws Error if that is the cause
   */
  public RuntimeException unwrapped() {
    return switch (getCause()) {
      case RuntimeException cause -> cause;
      case Error cause -> throw cause;
      case null, default -> this;
    };
  }
}
