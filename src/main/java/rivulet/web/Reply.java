package rivulet.web;

/**
 * A call that is answered at once, by one JSON object. What takes longer than a blink is a {@link
 * Task}.
 *
 * @param <Q> what is asked
 */
public non-sealed interface Reply<Q extends Record> extends Call<Q> {
  /**
   * The answer; called by several threads at once.
   *
   * @throws IllegalArgumentException with one line for the page if the request makes no sense
   */
  Record answer(Q request);
}
