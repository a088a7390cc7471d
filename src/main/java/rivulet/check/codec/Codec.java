package rivulet.check.codec;

import java.util.List;
import java.util.Optional;

/** A way to store a picture without loss. */
interface Codec {
  /**
   * In the order in which they are told.
   *
   * @param searchPath folders of programs, as in {@code PATH}
   */
  static List<Codec> all(String searchPath) {
    return List.of(new Png(), Program.webp(searchPath), Program.jpegXl(searchPath));
  }

  /** For people and programs. */
  String name();

  /** Why it cannot be used here, and how to get it; empty where it can. */
  Optional<String> missing();

  /**
   * Bytes of the whole file.
   *
   * @throws IllegalStateException if it does not encode
   */
  long bytes(Picture picture);

  /** PNG, by this program. */
  record Png() implements Codec {
    @Override
    public String name() {
      return "png";
    }

    @Override
    public Optional<String> missing() {
      return Optional.empty();
    }

    @Override
    public long bytes(Picture picture) {
      return picture.png().length;
    }
  }
}
