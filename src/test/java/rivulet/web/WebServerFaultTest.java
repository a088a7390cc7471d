package rivulet.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is not let in, what is not taken, and what the client hears. */
final class WebServerFaultTest {
  private static final String GOOD =
      "{\"whole_number\":3,\"yes\":true,\"list\":[1,2],\"inner\":{\"weight\":0.5}}";

  private WebServer server;
  private Client client;

  @BeforeEach
  void start() {
    server = WebServer.start(0, List.of(new TrialPage()));
    client = new Client(server.address());
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static void assertRefused(int status, String part, HttpResponse<String> response) {
    assertEquals(status, response.statusCode(), response.body());
    String line =
        JsonParser.parseString(response.body()).getAsJsonObject().get("error").getAsString();
    assertTrue(line.contains(part), line);
    assertEquals(1, line.lines().count(), line);
    assertFalse(response.body().contains("\tat ") || response.body().contains(".java"), line);
  }

  @Test
  void theAddressIsThisMachinesAndOpens() {
    assertTrue(
        server.address().matches("http://127\\.0\\.0\\.1:\\d+/[A-Za-z0-9_-]{24}/"),
        server.address());
    HttpResponse<String> page = client.get("");
    assertEquals(200, page.statusCode());
    assertTrue(
        page.headers()
            .firstValue("Content-Security-Policy")
            .orElse("")
            .contains("script-src 'self'"));
    assertEquals("no-store", page.headers().firstValue("Cache-Control").orElse(""));
    assertEquals("nosniff", page.headers().firstValue("X-Content-Type-Options").orElse(""));
    HttpResponse<String> head = client.method("HEAD", "page.css");
    assertEquals(200, head.statusCode());
    assertEquals("", head.body());
    assertTrue(head.headers().firstValueAsLong("Content-Length").orElse(0) > 1000);
  }

  @Test
  void withoutTheTokenThereIsNothing() {
    String root =
        server.address().substring(0, server.address().length() - client.token().length() - 1);
    for (String path : List.of("", "page.css", "api/numbers", "AAAAAAAAAAAAAAAAAAAAAAAA/", "//")) {
      assertRefused(404, "token", new Client(root).get(path));
    }
    WebServer other = WebServer.start(0, List.of(new TrialPage()));
    try (other) {
      assertFalse(other.address().contains(client.token()));
    }
  }

  @Test
  void otherNamesOfThisMachineAreRefused() {
    String get = "GET /" + client.token() + "/api/numbers HTTP/1.1\r\n";
    String port = client.host().substring(client.host().indexOf(':'));
    assertEquals("HTTP/1.1 200 OK", client.raw(get + "Host: localhost" + port + "\r\n\r\n"));
    for (String host : List.of("evil.example" + port, "127.0.0.1", "127.0.0.1" + port + "0")) {
      assertTrue(client.raw(get + "Host: " + host + "\r\n\r\n").contains("403"), host);
    }
    assertTrue(client.raw(get + "\r\n").contains("403"));
    assertTrue(
        client
            .raw(get + "Host: " + client.host() + "\r\nHost: evil.example\r\n\r\n")
            .contains("403"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://evil.example", "null", "https://127.0.0.1", "http://localhost:1"})
  void pagesOfOtherSitesAreRefused(String origin) {
    assertRefused(403, "other sites", client.get("api/numbers", "Origin", origin));
  }

  @Test
  void itsOwnPageMayAsk() {
    assertEquals(200, client.get("api/numbers", "Origin", "http://" + client.host()).statusCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../",
        "..%2f",
        "%2e%2e/page.css",
        "./page.css",
        "page.css/",
        "//page.css",
        "page.css%00",
        "page.css;a",
        "PAGE.CSS",
        "style.css/../page.css",
        "rivulet/web/page.css",
        "%70age.css",
        "Desk.class",
        "..\\page.css",
        "/etc/passwd",
        "file:///etc/passwd"
      })
  void thereAreNoPathsButThoseListed(String path) {
    String line =
        client.raw(
            "GET /"
                + client.token()
                + "/"
                + path
                + " HTTP/1.1\r\nHost: "
                + client.host()
                + "\r\n\r\n");
    assertTrue(line.contains(" 404 ") || line.contains(" 400 "), line);
  }

  @Test
  void proxiesAreNotServed() {
    String line =
        client.raw(
            "GET http://"
                + client.host()
                + "/"
                + client.token()
                + "/page.css HTTP/1.1\r\nHost: "
                + client.host()
                + "\r\n\r\n");
    assertTrue(line.contains(" 404 "), line);
  }

  @Test
  void otherMethodsAreRefused() {
    assertRefused(405, "POST", client.get("api/echo"));
    assertRefused(405, "GET", client.post("api/numbers", "{}"));
    assertRefused(405, "GET", client.method("PUT", ""));
    assertRefused(405, "GET", client.method("DELETE", "page.css"));
    assertEquals("POST", client.get("api/echo").headers().firstValue("Allow").orElse(""));
  }

  @Test
  void bodiesAreBounded() {
    String large = "{\"x\":\"" + "a".repeat(Call.USUAL_BYTES) + "\"}";
    assertRefused(413, "larger", client.post("api/echo", large));
    assertRefused(413, "larger", client.post("api/echo", "[".repeat(4 << 20)));
    assertRefused(415, "application/json", client.post("api/echo", GOOD, "text/plain"));
    assertEquals(200, client.post("api/echo", GOOD).statusCode());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{                                     | no JSON",
        "{\"whole_number\":                    | no JSON",
        "nonsense                              | no JSON",
        "[1]                                   | no JSON",
        "null                                  | no JSON",
        "{\"whole_number\":1}                  | 'yes' is missing; give true or false",
        "{\"whole_number\":1.5}                | 'whole_number' must be a whole number",
        "{\"whole_number\":1e99}               | 'whole_number' must be a whole number",
        "{\"whole_number\":null}               | 'whole_number' must be a whole number",
        "{\"whole_number\":{}}                 | 'whole_number' must be a whole number",
        "{\"whole_number\":1,\"whole_number\":2} | twice",
        "{\"wholeNumber\":1}                   | 'wholeNumber' is unknown here; there are"
            + " whole_number",
        "{\"yes\":7}                           | 'yes' must be true or false",
        "{\"list\":7}                          | 'list' must be a list",
        "{\"inner\":[]}                        | 'inner' must be an object",
        "{\"inner\":{\"weight\":\"much\"}}     | 'weight' must be a finite number",
        "{\"inner\":{\"weight\":NaN}}          | no JSON",
        "{\"inner\":{\"weight\":1e999}}        | 'weight' must be a finite number",
      })
  void brokenRequestsAreToldInOneLine(String body, String said) {
    assertRefused(400, said, client.post("api/echo", body));
  }

  @Test
  void nothingFollowsTheObject() {
    assertRefused(400, "no JSON", client.post("api/echo", GOOD + " {}"));
  }

  @Test
  void deepNestingIsNoTrouble() {
    assertRefused(400, "", client.post("api/echo", "{\"list\":" + "[".repeat(60_000)));
  }

  @Test
  void queriesAreReadAsStrictly() {
    assertRefused(418, "teapot", client.get("api/fail?how=tea%20pot"));
    assertRefused(400, "'how' is missing", client.get("api/fail"));
    assertRefused(400, "unknown", client.get("api/fail?how=x&who=y"));
    assertRefused(400, "once", client.get("api/fail?how=x&how=y"));
    assertRefused(400, "name=value", client.get("api/fail?how"));
  }

  @Test
  void faultsStayOneLine() {
    assertRefused(500, "ArrayIndexOutOfBounds", client.get("api/fail?how=bug"));
    assertFalse(client.get("api/fail?how=bug").body().contains("secret"));
    assertRefused(503, "memory", client.get("api/fail?how=memory"));
    assertRefused(500, "two lines", client.get("api/fail?how=state"));
    assertRefused(400, "at least 0", client.post("api/echo", GOOD.replace("3", "-3")));
  }

  @Test
  void whatIsNotFiniteIsNull() {
    assertEquals("{\"values\":[0.1,null,null]}", client.get("api/numbers").body());
    assertEquals(GOOD, client.post("api/echo", GOOD).body());
  }

  @Test
  void aPortThatIsTakenIsToldInOneLine() {
    int taken = URI.create(server.address()).getPort();
    var refused = assertThrows(UncheckedIOException.class, () -> WebServer.start(taken, List.of()));
    assertTrue(refused.getMessage().startsWith("web: `port` " + taken + " cannot be had"));
    assertThrows(IllegalArgumentException.class, () -> WebServer.start(65536, List.of()));
    List<Page> twice = List.of(new TrialPage(), new TrialPage());
    assertThrows(IllegalArgumentException.class, () -> WebServer.start(0, twice));
  }
}
