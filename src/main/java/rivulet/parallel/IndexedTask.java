package rivulet.parallel;

/** Numbered pieces of work, done by numbered workers. */
@FunctionalInterface
public interface IndexedTask {
  /**
   * Does one piece. The result may depend on {@code task} but not on {@code worker}, which only
   * selects scratch memory.
   *
   * @param worker who does it, 0 to workers − 1; no two tasks run at once under one worker number
   * @param task what is to be done, 0 to tasks − 1
   */
  void run(int worker, int task);
}
