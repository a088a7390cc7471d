package rivulet.web;

/**
 * Work that takes a while: it waits for its turn (one at a time on a server), tells its progress as
 * events and ends with the event {@code done} that holds the answer. It is cancelled by {@code
 * api/cancel}, or by closing the connection.
 *
 * @param <Q> what is asked
 */
public non-sealed interface Task<Q extends Record> extends Call<Q> {
  @Override
  default Method method() {
    return Method.POST;
  }

  /**
   * Looks at the request before it waits for its turn.
   *
   * @throws IllegalArgumentException with one line for the page if it makes no sense
   */
  default void check(Q request) {}

  /**
   * Does the work on a thread of its own.
   *
   * @param job to be told of progress, and asked whether to go on: at least every second
   * @throws java.util.concurrent.CancellationException by the job, once nobody waits for the answer
   */
  Record run(Q request, Job job);
}
