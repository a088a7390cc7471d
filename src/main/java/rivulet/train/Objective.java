package rivulet.train;

/** What is descended, with its own settings and losses. */
public sealed interface Objective permits Matching, Likelihood {
  /** Its name in files and for people. */
  String label();

  /** Hutchinson probes per image that a solve has; 0: nothing is solved. */
  int probes();
}
