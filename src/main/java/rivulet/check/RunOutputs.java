package rivulet.check;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.data.ReadOptions;
import rivulet.data.Sha256;
import rivulet.store.StoreException;

/**
 * The outputs of a run as one sequence of bytes: the numbers {@code per_image} that its commands
 * print as JSON, as they are written there, in the order of the commands; then its files in the
 * order of their names, each as its name, a line break and its bytes. Of a PNG file these are the
 * pixels, since the packed form depends on the machine's zlib.
 */
final class RunOutputs {
  private static final String NUMBERS = "per_image";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** Takes the numbers from what a command has printed, if there are any. */
  void add(String printed) {
    List<String> lines = printed.lines().toList();
    if (lines.isEmpty() || !lines.getLast().startsWith("{")) {
      return;
    }
    try {
      JsonObject object = JsonParser.parseString(lines.getLast()).getAsJsonObject();
      JsonElement numbers = object.get(NUMBERS);
      if (numbers != null) {
        put((NUMBERS + "\n" + numbers + "\n").getBytes(StandardCharsets.UTF_8));
      }
    } catch (JsonParseException e) {
      throw new StoreException("digests: a last line is no JSON: " + lines.getLast(), e);
    }
  }

  /** Takes the files of a folder; nothing where there is none. */
  void addFiles(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        put((file.getFileName() + "\n").getBytes(StandardCharsets.UTF_8));
        put(file.toString().endsWith(".png") ? pixels(file) : Files.readAllBytes(file));
      }
    }
  }

  private static byte[] pixels(Path picture) {
    ImageSet image = ImageSets.open(picture, ReadOptions.defaults());
    byte[] pixels = new byte[image.imageBytes()];
    image.read(0, pixels);
    return pixels;
  }

  private void put(byte[] more) {
    bytes.write(more, 0, more.length);
  }

  /** SHA-256 of all, or nothing if there was none. */
  String digest() {
    return bytes.size() == 0 ? "" : Sha256.ofBytes(bytes.toByteArray());
  }
}
