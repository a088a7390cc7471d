package rivulet.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * A file for the browser. There are those that a page lists and no others: nothing is looked up by
 * a path that someone asks for.
 *
 * @param path below the token; empty for what the address opens
 * @param type as HTTP names it
 * @param bytes of the file; not copied
 */
public record Asset(String path, String type, byte[] bytes) {
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "json", "application/json",
          "svg", "image/svg+xml",
          "png", "image/png");

  /**
   * A resource that lies beside a class, under its own name.
   *
   * @param name as {@code watch.js}; its ending says the type
   */
  public static Asset beside(Class<?> home, String name) {
    return new Asset(name, type(name), read(home, name));
  }

  /** The same as what the address opens. */
  public Asset asIndex() {
    return new Asset("", type, bytes);
  }

  private static String type(String name) {
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (type == null) {
      throw new IllegalArgumentException("asset: " + name + " ends like no type of " + TYPES);
    }
    return type;
  }

  private static byte[] read(Class<?> home, String name) {
    try (InputStream in = home.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException(
            "asset: " + name + " does not lie beside " + home.getName());
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("asset: " + name + " cannot be read (" + e + ")", e);
    }
  }
}
