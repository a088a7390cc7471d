package rivulet.inspect;

/**
 * A number that matters, shown large at the top.
 *
 * @param value as it is to be read, e.g. {@code 4.312}
 * @param name what it is, e.g. {@code test bits/dim}
 * @param note what belongs to it, e.g. {@code ± 0.021 over 1,000 images}; may be empty
 */
public record KeyFigure(String value, String name, String note) {
  /** Refuses a figure without a value or a name. */
  public KeyFigure {
    Require.text("key figure", "value", value);
    Require.text("key figure", "name", name);
    Require.present("key figure", "note", note);
  }
}
