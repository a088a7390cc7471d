package rivulet.perf.peers;

import rivulet.perf.Contender;

/** One way in which a library computes a case. */
public interface Peer extends Contender, AutoCloseable {
  /** Memory format or algorithm, as the table prints it. */
  String variant();

  /** Largest difference from our results, relative to the largest of them. */
  double error(float[] ours);

  @Override
  void close();
}
