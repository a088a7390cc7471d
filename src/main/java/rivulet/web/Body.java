package rivulet.web;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;

/** Reads what requests send, a bounded amount at a time. */
final class Body {
  private static final int CHUNK = 1 << 16;

  private final Semaphore readers = new Semaphore(Bounds.BODIES);

  /**
   * The body as text.
   *
   * @param most bytes that it may have
   * @throws Refusal if it is larger, no JSON by its type, or no UTF-8
   */
  String text(HttpExchange exchange, int most) throws IOException {
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (type == null || !type.split(";", 2)[0].strip().equals("application/json")) {
      throw new Refusal(415, "request: the content type must be application/json");
    }
    readers.acquireUninterruptibly();
    try (InputStream in = exchange.getRequestBody()) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        swallow(in);
        throw new Refusal(413, "request: larger than the " + most + " bytes that this call takes");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw Refusal.badRequest("request: is no UTF-8");
    } finally {
      readers.release();
    }
  }

  /** Takes some more without keeping it, so that a client that still sends hears the answer. */
  private static void swallow(InputStream in) throws IOException {
    byte[] chunk = new byte[CHUNK];
    int left = Bounds.MOST_BYTES;
    int read = in.read(chunk);
    while (read > 0 && left > 0) {
      left -= read;
      read = in.read(chunk);
    }
  }
}
