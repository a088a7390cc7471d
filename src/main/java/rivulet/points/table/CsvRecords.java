package rivulet.points.table;

import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The records of comma-separated text as RFC 4180 defines them: a field in double quotes may hold
 * commas, line ends and, doubled, quotes. Lines end with LF, CRLF or CR; blanks around a field's
 * quotes are allowed; lines without any character but blanks are left out; a byte order mark is
 * skipped.
 */
final class CsvRecords {
  private static final int END = -1;
  private static final int BYTE_ORDER_MARK = 0xFEFF;

  private final PushbackReader in;
  private final StringBuilder field = new StringBuilder();
  private int line = 1;

  CsvRecords(Reader in) throws IOException {
    this.in = new PushbackReader(in);
    skip(BYTE_ORDER_MARK);
  }

  /**
   * One record.
   *
   * @param line where it begins, from 1
   * @param fields stripped of blanks around them
   */
  record Line(int line, List<String> fields) {}

  /** Text that is no CSV. */
  static final class Malformed extends IOException {
    private static final long serialVersionUID = 1;

    Malformed(int line, String what) {
      super("line " + line + ": " + what);
    }
  }

  /** The next record; empty at the end of the text. */
  Optional<Line> next() throws IOException {
    while (true) {
      int begin = line;
      int first = peek();
      if (first == END) {
        return Optional.empty();
      }
      List<String> fields = new ArrayList<>();
      boolean quoted = false;
      do {
        quoted |= field();
        fields.add(field.toString().strip());
      } while (skip(','));
      endLine();
      if (quoted || fields.size() > 1 || !fields.getFirst().isEmpty()) {
        return Optional.of(new Line(begin, fields));
      }
    }
  }

  /** Reads up to the comma or line end that follows; returns whether the field was in quotes. */
  private boolean field() throws IOException {
    field.setLength(0);
    skipBlanks();
    if (skip('"')) {
      quoted();
      skipBlanks();
      if (!ends(peek())) {
        throw new Malformed(line, "text follows a closing quote; double quotes within a field");
      }
      return true;
    }
    while (!ends(peek())) {
      int c = in.read();
      if (c == '"') {
        throw new Malformed(line, "a quote within a field; put the field in quotes and double it");
      }
      field.append((char) c);
    }
    return false;
  }

  private void quoted() throws IOException {
    int begin = line;
    while (true) {
      int c = in.read();
      if (c == END) {
        throw new Malformed(begin, "a quote is opened and never closed");
      }
      if (c == '"' && !skip('"')) {
        return;
      }
      line += c == '\n' || (c == '\r' && peek() != '\n') ? 1 : 0;
      field.append((char) c);
    }
  }

  private static boolean ends(int c) {
    return c == ',' || c == '\n' || c == '\r' || c == END;
  }

  private void endLine() throws IOException {
    boolean returned = skip('\r');
    if (skip('\n') || returned) {
      line++;
    }
  }

  private void skipBlanks() throws IOException {
    while (skip(' ') || skip('\t')) {}
  }

  private boolean skip(int wanted) throws IOException {
    int c = in.read();
    if (c != END && c != wanted) {
      in.unread(c);
    }
    return c == wanted;
  }

  private int peek() throws IOException {
    int c = in.read();
    if (c != END) {
      in.unread(c);
    }
    return c;
  }
}
