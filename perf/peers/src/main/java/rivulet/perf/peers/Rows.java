package rivulet.perf.peers;

/** A topic of the table. */
interface Rows {

  /** Runs its cases, each of which adds rows to the setting. */
  void run(Setting setting) throws Exception;
}
