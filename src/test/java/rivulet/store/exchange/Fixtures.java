package rivulet.store.exchange;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import rivulet.CaseFile;
import rivulet.Images;

/** Checkpoints that PyTorch 1.13 has written, and their bits/dim; make.py beside them made both. */
public final class Fixtures {
  private Fixtures() {}

  /** One of them. */
  public static Path of(String name) {
    return CaseFile.of("mrcnf/" + name);
  }

  private static JsonObject expected(String name) throws IOException {
    String text = Files.readString(of("expected.json"));
    return JsonParser.parseString(text).getAsJsonObject().getAsJsonObject(name);
  }

  /** Size of the images, as people write it. */
  public static String shape(String name) throws IOException {
    return StreamSupport.stream(expected(name).getAsJsonArray("shape").spliterator(), false)
        .map(String::valueOf)
        .collect(Collectors.joining("x"));
  }

  /** The images that were measured. */
  public static Images images(String name) throws IOException {
    JsonArray values = expected(name).getAsJsonArray("images");
    JsonArray shape = expected(name).getAsJsonArray("shape");
    byte[] pixels = new byte[values.size()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) values.get(i).getAsInt();
    }
    return Images.of(
        pixels, shape.get(0).getAsInt(), shape.get(1).getAsInt(), shape.get(2).getAsInt());
  }

  /** bits/dim at (pixel + 1/2)/256, in float64 by PyTorch. */
  public static double[] bits(String name) throws IOException {
    return StreamSupport.stream(expected(name).getAsJsonArray("bits").spliterator(), false)
        .mapToDouble(value -> value.getAsDouble())
        .toArray();
  }
}
