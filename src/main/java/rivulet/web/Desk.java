package rivulet.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;

/** Takes requests in, one thread each, and answers every one of them in some way. */
final class Desk implements HttpHandler {
  private static final String JSON = "application/json";

  private final Guard guard;
  private final Routes routes;
  private final Jobs jobs;
  private final Body body = new Body();
  private final Semaphore requests = new Semaphore(Bounds.REQUESTS);
  private final Semaphore feeds = new Semaphore(Bounds.FEEDS);

  Desk(Guard guard, Routes routes, Jobs jobs) {
    this.guard = guard;
    this.routes = routes;
    this.jobs = jobs;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    Guard.protect(exchange.getResponseHeaders());
    try (exchange) {
      if (!requests.tryAcquire()) {
        fail(exchange, busy(Bounds.REQUESTS, "requests"));
        return;
      }
      try {
        answer(exchange);
      } catch (CancellationException e) {
        // The client has gone; there is nobody to tell.
      } catch (RuntimeException | Error e) { // whatever it is, the client gets one line
        fail(exchange, e);
      } finally {
        requests.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the server ends
    }
  }

  private static Refusal busy(int most, String what) {
    return new Refusal(503, "busy: " + most + " " + what + " are under way, no more may be");
  }

  private void answer(HttpExchange exchange) throws IOException, InterruptedException {
    String path = guard.admit(exchange);
    var asset = routes.asset(path);
    if (asset.isPresent()) {
      requireMethod(exchange, Call.Method.GET);
      send(exchange, 200, asset.get().type(), asset.get().bytes());
      return;
    }
    Call<?> call =
        routes.call(path).orElseThrow(() -> new Refusal(404, "there is nothing at this address"));
    requireMethod(exchange, call.method());
    answer(exchange, call);
  }

  private static void requireMethod(HttpExchange exchange, Call.Method method) {
    String asked = exchange.getRequestMethod();
    boolean head = method == Call.Method.GET && asked.equals("HEAD");
    if (!head && !asked.equals(method.name())) {
      exchange.getResponseHeaders().set("Allow", method.name());
      throw new Refusal(405, "this address is asked by " + method);
    }
  }

  private <Q extends Record> void answer(HttpExchange exchange, Call<Q> call)
      throws IOException, InterruptedException {
    Q request =
        switch (call.method()) {
          case GET -> Json.readQuery(exchange.getRequestURI().getRawQuery(), call.request());
          case POST -> Json.read(body.text(exchange, call.bytes()), call.request());
        };
    switch (call) {
      case Reply<Q> reply -> send(exchange, 200, JSON, bytes(reply.answer(request)));
      case Feed<Q> feed -> feed(exchange, feed, request);
      case Task<Q> task -> task(exchange, task, request);
    }
  }

  private <Q extends Record> void feed(HttpExchange exchange, Feed<Q> feed, Q request)
      throws IOException {
    if (!feeds.tryAcquire()) {
      throw busy(Bounds.FEEDS, "feeds");
    }
    try {
      Events events = events(exchange);
      try {
        feed.run(request, events);
      } catch (CancellationException e) {
        throw e;
      } catch (RuntimeException e) { // whatever it is, the page hears why nothing comes any more
        events.send("error", Fault.of(e).body());
      }
    } finally {
      feeds.release();
    }
  }

  private <Q extends Record> void task(HttpExchange exchange, Task<Q> task, Q request)
      throws IOException, InterruptedException {
    task.check(request);
    TaskRun<Q> run = new TaskRun<>(task, request, jobs);
    Events events;
    try {
      events = events(exchange);
    } catch (IOException | RuntimeException e) {
      run.abandon();
      throw e;
    }
    run.relay(events);
  }

  private static Events events(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    return new Events(exchange.getResponseBody());
  }

  private static byte[] bytes(Record value) {
    return Json.text(value).getBytes(StandardCharsets.UTF_8);
  }

  /** Tells what went wrong, unless the answer has begun. */
  private static void fail(HttpExchange exchange, Throwable thrown) throws IOException {
    Fault fault = Fault.of(thrown);
    if (exchange.getResponseCode() < 0) {
      send(exchange, fault.status(), JSON, bytes(fault.body()));
    }
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] bytes)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(bytes.length));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
