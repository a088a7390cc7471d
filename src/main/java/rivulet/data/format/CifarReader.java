package rivulet.data.format;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import rivulet.data.DataException;
import rivulet.data.FileNames;
import rivulet.data.ImageParts;
import rivulet.data.ImageSet;
import rivulet.data.Part;

/**
 * CIFAR-10 and CIFAR-100 in their binary version: the folder that holds {@code data_batch_1.bin} to
 * {@code 5} and {@code test_batch.bin}, or {@code train.bin} and {@code test.bin}, or the archive
 * {@code cifar-10-binary.tar.gz} or {@code cifar-100-binary.tar.gz} as it was published. Records
 * have no mark of their own, so these files are known by their names.
 */
public final class CifarReader {
  /** Lines of names are short. */
  private static final int MOST_NAMES = 1 << 14;

  private CifarReader() {}

  /** Whether a folder holds a part of one of them. */
  public static boolean holds(Path folder, Part part) {
    return kind(new FileStore.Folder(folder), List.of(part)).isPresent();
  }

  /**
   * Reads a folder.
   *
   * @throws DataException if a file of the part is missing or damaged
   */
  public static ImageSet readFolder(Path folder, Part part) {
    return read(new FileStore.Folder(folder), part);
  }

  /** Reads an archive, plain or gzip. */
  public static ImageSet readArchive(Path file, Part part) {
    return read(new FileStore.Archive(file), part);
  }

  private static Optional<CifarKind> kind(FileStore store, List<Part> parts) {
    return Arrays.stream(CifarKind.values())
        .filter(
            kind -> parts.stream().anyMatch(part -> present(store, kind.files(part).getFirst())))
        .findFirst();
  }

  private static boolean present(FileStore store, String name) {
    Optional<ByteReader> found = store.open(name);
    found.ifPresent(ByteReader::close);
    return found.isPresent();
  }

  private static ImageSet read(FileStore store, Part part) {
    CifarKind kind =
        kind(store, List.of(Part.values()))
            .orElseThrow(() ->
                new DataException(
                    store.path()
                        + ": an archive without the files of CIFAR-10 or CIFAR-100 (binary"
                        + " version): unpack it and give what it holds"));
    String name = FileNames.last(store.path()) + "/" + (part == Part.TRAIN ? "train" : "test");
    List<? extends ImageParts.Opener> parts =
        kind.files(part).stream().map(file -> opener(store, kind, file)).toList();
    return ImageParts.read(store.path().toString(), name, parts, names(store, kind));
  }

  private static ImageParts.Opener opener(FileStore store, CifarKind kind, String file) {
    return () ->
        new CifarPart(
            kind,
            store
                .open(file)
                .orElseThrow(() ->
                    new DataException(
                        store.path()
                            + ": "
                            + kind.label()
                            + " without "
                            + file
                            + ": the set is not whole, fetch it again")));
  }

  private static List<String> names(FileStore store, CifarKind kind) {
    Optional<ByteReader> found = store.open(kind.names());
    if (found.isEmpty()) {
      return List.of();
    }
    try (ByteReader in = found.get()) {
      byte[] bytes = new byte[MOST_NAMES];
      int got = in.read(bytes, MOST_NAMES);
      List<String> names =
          new String(bytes, 0, got, StandardCharsets.UTF_8)
              .lines()
              .map(String::strip)
              .filter(line -> !line.isEmpty())
              .toList();
      if (names.size() != kind.classes()) {
        throw new DataException(
            in.name()
                + ": "
                + kind.classes()
                + " names expected, file holds "
                + names.size()
                + ": fetch it again or move it away");
      }
      return names;
    }
  }
}
