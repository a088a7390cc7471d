package rivulet.train.log;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import rivulet.store.RunDirectory;

/**
 * Follows the table of a run's metrics while it grows: each call reads what has come since, a
 * bounded piece at a time. A run that goes on from a checkpoint writes its table anew; then it
 * starts from the beginning.
 */
public final class MetricsTail {
  private static final int PIECE = 1 << 20;

  private final Path file;
  private Object key = "";
  private long offset;
  private List<String> header = List.of();

  /**
   * What has come.
   *
   * @param anew whether all rows before are void
   * @param rows in the order of the file; none if there is nothing new
   */
  public record Piece(boolean anew, List<MetricRow> rows) {}

  /** Follows the table of a run, which may not be there yet. */
  public MetricsTail(RunDirectory run) {
    this.file = run.metricTable();
  }

  /** Names of the values in a row; none before the first piece. */
  public List<String> columns() {
    return header.isEmpty()
        ? header
        : header.subList(MetricRow.BEFORE, header.size() - MetricRow.BEHIND);
  }

  /** The next piece; to be called again until it is empty. A line without its end stays there. */
  public Piece next() {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      Object foundKey = Objects.requireNonNullElse(found.fileKey(), "");
      boolean anew = found.size() < offset || !foundKey.equals(key);
      if (anew) {
        key = foundKey;
        offset = 0;
        header = List.of();
      }
      return new Piece(anew, rows(wholeLines()));
    } catch (NoSuchFileException e) {
      return new Piece(false, List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read (" + e + ")", e);
    }
  }

  private List<String> wholeLines() throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(offset);
      bytes = in.readNBytes(PIECE);
    }
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    offset += end;
    return new String(bytes, 0, end, StandardCharsets.US_ASCII).lines().toList();
  }

  private List<MetricRow> rows(List<String> lines) {
    List<MetricRow> rows = new ArrayList<>();
    for (String line : lines) {
      if (header.isEmpty()) {
        header = List.of(line.split(",", -1));
      } else {
        MetricRow.parse(line, header.size()).ifPresent(rows::add);
      }
    }
    return rows;
  }
}
