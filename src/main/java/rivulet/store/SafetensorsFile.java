package rivulet.store;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import rivulet.data.DataException;

/**
 * A safetensors file, mapped into memory and checked wholly before it is given out. Safe for any
 * number of threads; {@link #close} ends every segment it gave. The file must not be cut short
 * while it is open: replacing it by {@link AtomicFile} is harmless, writing into it is not.
 */
public final class SafetensorsFile implements AutoCloseable {
  /** The name under which the header keeps its metadata. */
  static final String METADATA = "__metadata__";

  /** The bound that the format sets on its header. */
  static final long MAX_HEADER_BYTES = 100_000_000;

  private static final int LENGTH_BYTES = 8;
  private static final int NAMES_SHOWN = 8;
  private static final ValueLayout.OfLong LENGTH =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Path file;
  private final Arena arena;
  private final SortedMap<String, String> metadata;
  private final Map<String, TensorEntry> entries = new LinkedHashMap<>();

  private SafetensorsFile(Path file, Arena arena, SafetensorsHeader header, MemorySegment data) {
    this.file = file;
    this.arena = arena;
    this.metadata = header.metadata();
    for (SafetensorsHeader.Tensor t : header.tensors()) {
      MemorySegment bytes = data.asSlice(t.begin(), t.end() - t.begin());
      entries.put(t.name(), new TensorEntry(t.name(), t.type(), t.shape(), bytes));
    }
  }

  /**
   * Opens and checks a file.
   *
   * @throws StoreException if there is none, or anything in it contradicts the format or itself
   */
  public static SafetensorsFile open(Path file) {
    Arena arena = Arena.ofShared();
    boolean opened = false;
    try {
      SafetensorsFile result = read(file, arena, map(file, arena));
      opened = true;
      return result;
    } catch (NoSuchFileException e) {
      throw new StoreException(file + ": no such file", e);
    } catch (IOException e) {
      throw new StoreException(file + ": cannot be read (" + DataException.reason(e) + ")", e);
    } finally {
      if (!opened) {
        arena.close();
      }
    }
  }

  private static MemorySegment map(Path file, Arena arena) throws IOException {
    if (Files.isDirectory(file)) {
      throw new StoreException(file + ": is a folder, a safetensors file was asked");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size < LENGTH_BYTES) {
        throw new StoreException(
            file
                + ": a safetensors file has at least 8 bytes, file holds "
                + size
                + ": fetch it again");
      }
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
    }
  }

  private static SafetensorsFile read(Path file, Arena arena, MemorySegment all) {
    long room = all.byteSize() - LENGTH_BYTES;
    long length = all.get(LENGTH, 0);
    if (room > 0 && all.get(ValueLayout.JAVA_BYTE, LENGTH_BYTES) != '{') {
      throw new StoreException(
          file
              + ": not a safetensors file: its ninth byte is no '{': make a model of PyTorch's"
              + " weights by `rivulet import`, convert those of other tools first");
    }
    if (length < 2 || length > MAX_HEADER_BYTES) {
      throw new StoreException(
          file
              + ": header of "
              + Long.toUnsignedString(length)
              + " bytes stated, 2 to "
              + MAX_HEADER_BYTES
              + " allowed: the file is damaged or not safetensors");
    }
    if (length > room) {
      throw new StoreException(
          file
              + ": header of "
              + length
              + " bytes stated, file holds "
              + room
              + " after the length: the download is incomplete, fetch it again");
    }
    String text = utf8(file, all.asSlice(LENGTH_BYTES, length));
    long dataBytes = room - length;
    SafetensorsHeader header = HeaderParser.parse(file.toString(), text, dataBytes);
    return new SafetensorsFile(file, arena, header, all.asSlice(LENGTH_BYTES + length, dataBytes));
  }

  private static String utf8(Path file, MemorySegment text) {
    byte[] bytes = TensorDecoder.bytes(text);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new StoreException(
          file + ": the header is not valid UTF-8: the file is damaged, fetch it again", e);
    }
  }

  /** The path it was opened from. */
  public Path path() {
    return file;
  }

  /** Names in the order in which the data lie in the file. */
  public List<String> names() {
    return List.copyOf(entries.keySet());
  }

  /** Free text of the header, sorted by key, unmodifiable. */
  public SortedMap<String, String> metadata() {
    return metadata;
  }

  /** Whether there is a tensor of this name. */
  public boolean contains(String name) {
    return entries.containsKey(name);
  }

  /**
   * One tensor.
   *
   * @throws StoreException if there is none of this name; the message lists what there is
   */
  public TensorEntry entry(String name) {
    TensorEntry entry = entries.get(name);
    if (entry == null) {
      throw new StoreException(file + ": tensor '" + name + "' asked, file holds " + listed());
    }
    return entry;
  }

  private String listed() {
    String shown = entries.keySet().stream().limit(NAMES_SHOWN).collect(Collectors.joining(", "));
    int more = entries.size() - NAMES_SHOWN;
    return entries.isEmpty() ? "none" : shown + (more > 0 ? " and " + more + " more" : "");
  }

  /** All elements of a floating-point tensor (F64, F32, F16, BF16), without loss. */
  public double[] doubles(String name) {
    return decode(name).doubles();
  }

  /** All elements of a floating-point tensor; F64 is rounded to nearest, the others are exact. */
  public float[] floats(String name) {
    return decode(name).floats();
  }

  /** All elements of an integer tensor (I8 to I64, U8 to U32, BOOL), without loss. */
  public long[] longs(String name) {
    return decode(name).longs();
  }

  /** The bytes of a tensor of any type, as they lie in the file. */
  public byte[] bytes(String name) {
    return decode(name).bytes();
  }

  private TensorDecoder decode(String name) {
    return new TensorDecoder(file.toString(), entry(name));
  }

  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
