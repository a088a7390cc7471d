package rivulet.web;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves pages to this machine alone, until it is closed. Every address begins with a token that
 * the server draws at its start.
 *
 * <pre>{@code
 * try (WebServer server = WebServer.start(0, List.of(new WatchPage(...)))) {
 *   System.out.println(server.address());
 *   server.await();
 * }
 * }</pre>
 */
public final class WebServer implements AutoCloseable {
  private static final int MOST_PORT = 65535;
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Guard guard;
  private final Jobs jobs = new Jobs();
  private final CountDownLatch closed = new CountDownLatch(1);

  private WebServer(HttpServer server, List<Page> pages) {
    this.server = server;
    this.guard = Guard.of(server.getAddress().getPort());
    List<Page> all = new ArrayList<>(pages);
    all.add(new Ground(jobs));
    server.setExecutor(threads);
    server.createContext("/", new Desk(guard, new Routes(all), jobs));
  }

  /**
   * Starts a server.
   *
   * @param port 0: any that is free
   * @param pages to serve; the ground that they share is added
   * @throws IllegalArgumentException if there is no such port, or paths of the pages clash
   * @throws UncheckedIOException if the port is taken
   */
  public static WebServer start(int port, List<Page> pages) {
    if (port < 0 || port > MOST_PORT) {
      throw new IllegalArgumentException(
          "web: `port` must be 0 (any free one) to " + MOST_PORT + ", found " + port);
    }
    limit("sun.net.httpserver.maxReqTime", Bounds.REQUEST_SECONDS);
    limit("jdk.httpserver.maxConnections", 4 * Bounds.REQUESTS);
    try {
      InetSocketAddress at = new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port);
      WebServer web = new WebServer(HttpServer.create(at, Bounds.REQUESTS), pages);
      web.server.start();
      return web;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "web: `port` " + port + " cannot be had (" + e.getMessage() + "); 0 takes a free one", e);
    }
  }

  /** A setting of the JDK's server, which reads it once; whoever set it before is right. */
  private static void limit(String name, int value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, Integer.toString(value));
    }
  }

  /** Where to open it, as {@code http://127.0.0.1:PORT/TOKEN/}. */
  public String address() {
    return guard.address();
  }

  /** Waits until the server is closed. */
  public void await() throws InterruptedException {
    closed.await();
  }

  /** Ends it at once: connections are cut, tasks are told; again is harmless. */
  @Override
  public void close() {
    jobs.cancelAll();
    server.stop(0);
    threads.shutdownNow();
    closed.countDown();
  }
}
