package rivulet.perf;

/** Something that computes the same again and again and tells how long it took. */
@FunctionalInterface
public interface Contender {
  /** Seconds of that many repetitions by the {@link Clock} of the number of threads. */
  double seconds(int repetitions);
}
