package rivulet.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * Who is let in. The token keeps out other users and pages of this machine; the host keeps out
 * names that an attacker lets point here (DNS rebinding); the origin keeps out other sites' pages.
 *
 * @param token first element of every path
 * @param port of the server
 */
record Guard(String token, int port) {
  private static final int TOKEN_BYTES = 18;

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  /** A guard with a token that nobody can guess. */
  static Guard of(int port) {
    byte[] random = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(random);
    return new Guard(Base64.getUrlEncoder().withoutPadding().encodeToString(random), port);
  }

  /** The address of the server, with its token. */
  String address() {
    return "http://127.0.0.1:" + port + "/" + token + "/";
  }

  private Set<String> hosts() {
    return Set.of("127.0.0.1:" + port, "localhost:" + port);
  }

  /**
   * The path below the token, as it was written.
   *
   * @throws Refusal if the request is not let in
   */
  String admit(HttpExchange exchange) {
    requireHost(exchange.getRequestHeaders());
    String path = exchange.getRequestURI().getRawPath();
    boolean relative = !exchange.getRequestURI().isAbsolute() && path != null;
    String[] parts = relative ? path.split("/", 3) : new String[0];
    if (parts.length < 3 || !parts[0].isEmpty() || !isToken(parts[1])) {
      throw new Refusal(404, "the address lacks its token; open the one that the command printed");
    }
    return parts[2];
  }

  private void requireHost(Headers headers) {
    List<String> host = headers.getOrDefault("Host", List.of());
    if (host.size() != 1 || !hosts().contains(host.getFirst())) {
      throw new Refusal(403, "the host is another than this server's; open the printed address");
    }
    for (String origin : headers.getOrDefault("Origin", List.of())) {
      if (!origin.startsWith("http://") || !hosts().contains(origin.substring(7))) {
        throw new Refusal(403, "pages of other sites may not ask here; open the printed address");
      }
    }
  }

  /** Takes as long for any wrong token. */
  private boolean isToken(String found) {
    return MessageDigest.isEqual(bytes(token), bytes(found));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * What every answer tells the browser: nothing from elsewhere, nothing kept, nothing passed on.
   */
  static void protect(Headers headers) {
    headers.set("Content-Security-Policy", POLICY);
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("X-Frame-Options", "DENY");
  }
}
