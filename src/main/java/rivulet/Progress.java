package rivulet;

/** Told, by any worker, how much of a work is done. */
@FunctionalInterface
public interface Progress {
  /** Says nothing. */
  Progress SILENT = (_, _) -> {};

  /**
   * After each part of the work.
   *
   * @param done of {@code all}: images that were drawn, or dimensions of images that were measured
   */
  void done(long done, long all);
}
