package rivulet.web;

/** What is not done, with the status of HTTP and one line that says why. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * A refusal.
   *
   * @param status of HTTP
   * @param line what was asked, what was found, what to do
   */
  public Refusal(int status, String line) {
    super(line);
    this.status = status;
  }

  static Refusal badRequest(String line) {
    return new Refusal(400, line);
  }

  int status() {
    return status;
  }
}
