package rivulet.nativebindings;

/** A C function returned a status that says it failed: which one, the number, and its text. */
public final class NativeCallException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String call;
  private final int status;

  /**
   * @param call name of the C function
   * @param text what the library itself says of the status
   */
  public NativeCallException(String call, int status, String text) {
    super(call + " returned " + status + " (" + text + ")");
    this.call = call;
    this.status = status;
  }

  /** Name of the C function. */
  public String call() {
    return call;
  }

  /** The status that it returned. */
  public int status() {
    return status;
  }
}
