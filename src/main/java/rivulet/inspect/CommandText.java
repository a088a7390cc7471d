package rivulet.inspect;

/**
 * A command line, kept as typed.
 *
 * @param text one or more lines, escaped when written
 */
public record CommandText(String text) implements Block {
  /** Refuses an empty command line. */
  public CommandText {
    Require.text("command text", "text", text);
  }
}
