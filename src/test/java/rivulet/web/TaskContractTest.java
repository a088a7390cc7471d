package rivulet.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rivulet.web.Client.Event;

/** Tasks take turns, tell their progress, and end when nobody waits for them. */
final class TaskContractTest {
  private final TrialPage page = new TrialPage();
  private final List<HttpResponse<Stream<String>>> open = new ArrayList<>();
  private WebServer server;
  private Client client;

  @BeforeEach
  void start() {
    server = WebServer.start(0, List.of(page));
    client = new Client(server.address());
  }

  @AfterEach
  void close() {
    open.forEach(response -> response.body().close());
    server.close();
  }

  private HttpResponse<Stream<String>> begin() {
    open.add(client.task("api/slow", "{}", 200));
    return open.getLast();
  }

  private static void assertSoon(Semaphore given) throws InterruptedException {
    assertTrue(given.tryAcquire(20, TimeUnit.SECONDS), "waited in vain");
  }

  @Test
  void progressIsToldAndTheAnswerComesLast() throws InterruptedException {
    HttpResponse<Stream<String>> response = begin();
    assertSoon(page.began);
    page.finish.countDown();
    List<Event> events = Client.events(response, _ -> false);
    assertEquals("job", events.getFirst().name());
    assertTrue(events.stream().anyMatch(event -> event.name().equals("progress")));
    assertEquals("done", events.getLast().name());
    assertEquals("{\"values\":[1.0]}", events.getLast().data().toString());
  }

  /** A beat is what a client hears while there is nothing to say; no answer waits for one. */
  @Test
  void anAnswerIsSentWhenItIsThere() throws InterruptedException {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      TrialPage slow = new TrialPage();
      try (WebServer one = WebServer.start(0, List.of(slow))) {
        HttpResponse<Stream<String>> response =
            new Client(one.address()).task("api/slow", "{}", 200);
        assertSoon(slow.began);
        Thread.sleep(20);
        long start = System.nanoTime();
        slow.finish.countDown();
        assertEquals("done", Client.events(response, _ -> false).getLast().name());
        least = Math.min(least, System.nanoTime() - start);
      }
    }
    long beat = TimeUnit.MILLISECONDS.toNanos(Bounds.BEAT_MILLISECONDS);
    assertTrue(least < beat / 2, "the fastest of five took ns: " + least);
  }

  @Test
  void oneRunsAFewWaitAndTheNextIsRefused() throws InterruptedException {
    for (int i = 0; i <= Bounds.WAITING; i++) {
      begin();
    }
    assertSoon(page.began);
    HttpResponse<String> refused = client.post("api/slow", "{}");
    assertEquals(503, refused.statusCode());
    assertTrue(refused.body().contains("busy: one task runs and 4 wait"), refused.body());
    assertFalse(page.began.tryAcquire(), "two ran at once");
    List<Event> waited = Client.events(open.getLast(), event -> event.name().equals("waiting"));
    assertTrue(waited.getLast().data().get("ahead").getAsInt() >= 1, waited.toString());
    page.finish.countDown();
    List<Event> then =
        Client.events(
            open.get(1),
            event -> event.data().has("ahead") && event.data().get("ahead").getAsInt() == 0);
    assertEquals("waiting", then.getLast().name());
    for (int i = 0; i < Bounds.WAITING - 1; i++) {
      assertSoon(page.began);
    }
  }

  @Test
  void aTaskEndsWhenItsClientGoes() throws InterruptedException {
    HttpResponse<Stream<String>> response = begin();
    assertSoon(page.began);
    response.body().close();
    assertSoon(page.ended);
    begin();
    assertSoon(page.began);
  }

  @Test
  void aTaskCanBeCancelledByItsNumber() throws InterruptedException {
    HttpResponse<Stream<String>> response = begin();
    assertSoon(page.began);
    assertEquals("{\"cancelled\":true}", client.post("api/cancel", "{\"job\":1}").body());
    assertEquals("cancelled", Client.events(response, _ -> false).getLast().name());
    assertSoon(page.ended);
    assertEquals("{\"cancelled\":false}", client.post("api/cancel", "{\"job\":1}").body());
  }

  @Test
  void feedsAreBounded() {
    for (int i = 0; i < Bounds.FEEDS; i++) {
      open.add(client.stream("api/silent"));
    }
    HttpResponse<String> refused = client.get("api/silent");
    assertEquals(503, refused.statusCode());
    assertTrue(refused.body().contains("16 feeds are under way"), refused.body());
  }

  @Test
  void theServerEndsAtOnceWhateverRuns() throws InterruptedException {
    begin();
    assertSoon(page.began);
    long began = System.nanoTime();
    server.close();
    assertTrue(System.nanoTime() - began < TimeUnit.SECONDS.toNanos(1), "slow to end");
    assertSoon(page.ended);
    server.await();
  }
}
