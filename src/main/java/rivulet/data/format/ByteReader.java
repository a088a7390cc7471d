package rivulet.data.format;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import rivulet.data.DataException;
import rivulet.data.FileNames;

/**
 * The bytes of a file, unpacked if it is gzip (told by its first two bytes), with every failure
 * turned into a {@link DataException}.
 */
public final class ByteReader implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path file;
  private final InputStream in;
  private final OptionalLong size;
  private final boolean plain;
  private long position;
  private boolean ended;

  private ByteReader(Path file, InputStream in, OptionalLong size, boolean plain) {
    this.file = file;
    this.in = in;
    this.size = size;
    this.plain = plain;
  }

  public static ByteReader open(Path file) {
    if (Files.isDirectory(file)) {
      throw new DataException(file + ": is a folder, a file was asked");
    }
    try {
      InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
      return unpacked(file, raw);
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  /** Of a stream, which it closes, as if it were a file. */
  static ByteReader of(Path file, InputStream in, OptionalLong size) {
    return new ByteReader(file, in, size, false);
  }

  private static ByteReader unpacked(Path file, InputStream raw) throws IOException {
    try {
      raw.mark(2);
      boolean gzip = raw.read() == 0x1f && raw.read() == 0x8b;
      raw.reset();
      return gzip
          ? new ByteReader(file, gunzip(raw), OptionalLong.empty(), false)
          : new ByteReader(file, raw, OptionalLong.of(Files.size(file)), true);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  private static InputStream gunzip(InputStream raw) throws IOException {
    return new BufferedInputStream(new GZIPInputStream(raw, BUFFER_BYTES), BUFFER_BYTES);
  }

  /** The path in messages. */
  public String name() {
    return file.toString();
  }

  /** The file that is read, or that an entry of it is named after. */
  public Path file() {
    return file;
  }

  /** Whether this reads a file as it is, from its first byte. */
  public boolean plain() {
    return plain;
  }

  /** Bytes that were read. */
  public long position() {
    return position;
  }

  /** Bytes that follow, where that is known without unpacking. */
  public OptionalLong remaining() {
    return size.isPresent()
        ? OptionalLong.of(Math.max(0, size.getAsLong() - position))
        : OptionalLong.empty();
  }

  /** Reads up to {@code length} bytes; fewer only at the end, also where gzip data is cut short. */
  public int read(byte[] destination, int length) {
    int got = 0;
    while (got < length && !ended) {
      int n = readSome(destination, got, length - got);
      ended = n < 0;
      got += Math.max(n, 0);
    }
    position += got;
    return got;
  }

  private int readSome(byte[] destination, int offset, int length) {
    try {
      return in.read(destination, offset, length);
    } catch (EOFException e) {
      return -1;
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  /** Leaves so many bytes out; false if the file ends before. */
  boolean skip(long length) {
    byte[] passed = new byte[(int) Math.min(length, BUFFER_BYTES)];
    long left = length;
    while (left > 0) {
      int got = read(passed, (int) Math.min(left, passed.length));
      if (got == 0) {
        return false;
      }
      left -= got;
    }
    return true;
  }

  /** The next bytes as a file of their own, which is read instead of this one and closes it. */
  ByteReader entry(String name, long length) {
    InputStream bounded = new BoundedInput(in, length);
    return new ByteReader(file.resolve(name), bounded, OptionalLong.of(length), false);
  }

  /** Reads exactly {@code length} bytes of a header called {@code what}. */
  byte[] header(int length, String what) {
    byte[] bytes = new byte[length];
    int got = read(bytes, length);
    if (got < length) {
      throw new DataException(
          file
              + ": "
              + what
              + " needs "
              + length
              + " bytes, file holds "
              + got
              + ": the download is incomplete, fetch it again");
    }
    return bytes;
  }

  /** True if nothing follows and, for gzip, the checksum at its end is there and right. */
  public boolean atEnd() {
    try {
      return in.read() < 0;
    } catch (EOFException e) {
      throw new DataException(
          file + ": the gzip data is cut short before its checksum: fetch the file again", e);
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  public static DataException failure(Path file, IOException e) {
    if (e instanceof NoSuchFileException) {
      if (Files.isSymbolicLink(file)) {
        return FileNames.brokenLink(file);
      }
      return new DataException(file + ": no such file", e);
    }
    if (e instanceof NotDirectoryException) {
      return new DataException(file + ": is a file, a folder was asked", e);
    }
    if (e instanceof ZipException || e instanceof EOFException) {
      return new DataException(
          file
              + ": the gzip data is damaged ("
              + DataException.reason(e)
              + "): fetch the file again",
          e);
    }
    return new DataException(file + ": cannot be read (" + DataException.reason(e) + ")", e);
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw failure(file, e);
    }
  }
}
