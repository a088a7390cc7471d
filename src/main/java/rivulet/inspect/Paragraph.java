package rivulet.inspect;

/**
 * Running text.
 *
 * @param text plain text, escaped when written
 */
public record Paragraph(String text) implements Block {
  /** Refuses an empty paragraph. */
  public Paragraph {
    Require.text("paragraph", "text", text);
  }
}
