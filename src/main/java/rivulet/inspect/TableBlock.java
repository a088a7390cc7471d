package rivulet.inspect;

import java.util.List;

/**
 * A table; the first column names its rows.
 *
 * @param caption what the table shows
 * @param header names of the columns
 * @param rows cells as they are to be read, as many per row as the header has
 */
public record TableBlock(String caption, List<String> header, List<List<String>> rows)
    implements Block {
  /** Checks that rows and header agree. */
  public TableBlock {
    Require.text("table", "caption", caption);
    header = List.copyOf(header);
    rows = rows.stream().map(List::copyOf).toList();
    if (header.isEmpty()) {
      throw new IllegalArgumentException("table '" + caption + "': has no columns");
    }
    for (int row = 0; row < rows.size(); row++) {
      if (rows.get(row).size() != header.size()) {
        throw new IllegalArgumentException(
            "table '"
                + caption
                + "': row "
                + row
                + " has "
                + rows.get(row).size()
                + " cells, the header has "
                + header.size());
      }
    }
  }
}
