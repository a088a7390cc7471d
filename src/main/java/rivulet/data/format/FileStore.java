package rivulet.data.format;

import java.nio.file.Path;
import java.util.Optional;
import rivulet.data.FileNames;

/** Files by their last names, in a folder or in a tar archive. */
sealed interface FileStore {
  /** A file, of known size; empty if there is none of that name. */
  Optional<ByteReader> open(String name);

  /** Where it is. */
  Path path();

  /** A folder's own files, as they lie there. */
  record Folder(Path path) implements FileStore {
    @Override
    public Optional<ByteReader> open(String name) {
      return Optional.of(path.resolve(name)).filter(FileNames::present).map(ByteReader::open);
    }
  }

  /** An archive, plain or gzip; every file is found from its start. */
  record Archive(Path path) implements FileStore {
    @Override
    public Optional<ByteReader> open(String name) {
      return TarEntries.find(path, name);
    }
  }
}
