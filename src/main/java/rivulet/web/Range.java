package rivulet.web;

/** Whole numbers that a request may name. */
public final class Range {
  private Range() {}

  /**
   * Checks one.
   *
   * @param call for the message
   * @param key of the request
   * @throws IllegalArgumentException in one line for the page if it is out of range
   */
  public static void require(String call, String key, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s: `%s` must be %d to %d, found %d".formatted(call, key, least, most, value));
    }
  }
}
