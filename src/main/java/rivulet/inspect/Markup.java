package rivulet.inspect;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A page under construction that stays well-formed: texts and attributes are escaped, characters
 * that XML forbids become U+FFFD, and elements are closed in order.
 */
public final class Markup {
  private static final int REPLACEMENT = 0xFFFD;

  private final StringBuilder page = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /** Opens an element; attributes are names and values in turn. */
  public Markup open(String element, String... attributes) {
    tag(element, attributes);
    page.append('>');
    open.push(element);
    return this;
  }

  /** Closes the innermost open element. */
  public Markup close() {
    page.append("</").append(open.pop()).append('>');
    return this;
  }

  /** An element with nothing in it: void in HTML, or inside a drawing. */
  public Markup empty(String element, String... attributes) {
    tag(element, attributes);
    page.append("/>");
    return this;
  }

  /** An element that holds text only. */
  public Markup element(String element, String text, String... attributes) {
    return open(element, attributes).text(text).close();
  }

  public Markup text(String text) {
    text.codePoints().forEach(this::escape);
    return this;
  }

  /** Text that is well-formed already: the declaration and the style sheet. */
  public Markup verbatim(String text) {
    page.append(text);
    return this;
  }

  public Markup line() {
    page.append('\n');
    return this;
  }

  public String page() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("markup: element '" + open.peek() + "' is still open");
    }
    return page.toString();
  }

  private void tag(String element, String... attributes) {
    if (attributes.length % 2 != 0) {
      throw new IllegalArgumentException("markup: an attribute of '" + element + "' has no value");
    }
    page.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      page.append(' ').append(attributes[i]).append("=\"");
      text(attributes[i + 1]);
      page.append('"');
    }
  }

  private void escape(int c) {
    switch (c) {
      case '&' -> page.append("&amp;");
      case '<' -> page.append("&lt;");
      case '>' -> page.append("&gt;");
      case '"' -> page.append("&quot;");
      case '\'' -> page.append("&#39;");
      default -> page.appendCodePoint(allowed(c) ? c : REPLACEMENT);
    }
  }

  /** Char of XML 1.0, section 2.2, without the carriage return, which parsers change. */
  private static boolean allowed(int c) {
    return c == '\t'
        || c == '\n'
        || (c >= 0x20 && c < 0xD800)
        || (c >= 0xE000 && c < 0xFFFE)
        || c > 0xFFFF;
  }
}
