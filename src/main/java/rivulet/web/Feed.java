package rivulet.web;

/**
 * A call whose answer goes on: events as they happen, until the page closes. It waits most of the
 * time; work belongs into a {@link Task}.
 *
 * @param <Q> what is asked
 */
public non-sealed interface Feed<Q extends Record> extends Call<Q> {
  @Override
  default Method method() {
    return Method.GET;
  }

  /**
   * Sends events; called by several threads at once.
   *
   * @throws java.util.concurrent.CancellationException by {@link Events} once nobody listens
   */
  void run(Q request, Events events);
}
