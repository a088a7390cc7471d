package rivulet.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/** A page whose calls do what a test tells them. */
final class TrialPage implements Page {
  private static final byte[] HTML = "<!DOCTYPE html>".getBytes(StandardCharsets.UTF_8);

  /** Given once for each task that began. */
  final Semaphore began = new Semaphore(0);

  /** Given once for each task that has ended. */
  final Semaphore ended = new Semaphore(0);

  /** Opened when tasks may finish. */
  final CountDownLatch finish = new CountDownLatch(1);

  record Inner(double weight, Optional<String> note) {}

  record Echo(int wholeNumber, boolean yes, List<Integer> list, Inner inner, Optional<Long> more) {
    Echo {
      if (wholeNumber < 0) {
        throw new IllegalArgumentException(
            "echo: whole_number must be at least 0, found " + wholeNumber);
      }
    }
  }

  record Fail(String how) {}

  record Numbers(double[] values, Optional<String> none) {}

  record Empty() {}

  @Override
  public List<Asset> assets() {
    return List.of(new Asset("", "text/html; charset=utf-8", HTML));
  }

  @Override
  public List<Call<?>> calls() {
    return List.of(new EchoCall(), new FailCall(), new NumbersCall(), new Slow(this), new Silent());
  }

  record EchoCall() implements Reply<Echo> {
    @Override
    public String path() {
      return "api/echo";
    }

    @Override
    public Method method() {
      return Method.POST;
    }

    @Override
    public Class<Echo> request() {
      return Echo.class;
    }

    @Override
    public Echo answer(Echo request) {
      return request;
    }
  }

  record FailCall() implements Reply<Fail> {
    @Override
    public String path() {
      return "api/fail";
    }

    @Override
    public Method method() {
      return Method.GET;
    }

    @Override
    public Class<Fail> request() {
      return Fail.class;
    }

    @Override
    public Record answer(Fail request) {
      switch (request.how()) {
        case "bug" -> throw new ArrayIndexOutOfBoundsException("secret 7");
        case "memory" -> throw new OutOfMemoryError("heap");
        case "state" -> throw new IllegalStateException("two\nlines");
        default -> throw new Refusal(418, "teapot");
      }
    }
  }

  record NumbersCall() implements Reply<Empty> {
    @Override
    public String path() {
      return "api/numbers";
    }

    @Override
    public Method method() {
      return Method.GET;
    }

    @Override
    public Class<Empty> request() {
      return Empty.class;
    }

    @Override
    public Record answer(Empty request) {
      double[] values = {0.1, Double.NaN, Double.NEGATIVE_INFINITY};
      return new Numbers(values, Optional.empty());
    }
  }

  record Slow(TrialPage page) implements Task<Empty> {
    @Override
    public String path() {
      return "api/slow";
    }

    @Override
    public Class<Empty> request() {
      return Empty.class;
    }

    @Override
    public Record run(Empty request, Job job) {
      job.progress(0, 1000); // also of a task that may end at once
      page.began.release();
      try {
        for (int i = 1; page.finish.getCount() > 0; i++) {
          job.progress(i, 1000);
          Thread.sleep(5);
        }
        return new Numbers(new double[] {1}, Optional.empty());
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      } finally {
        page.ended.release();
      }
    }
  }

  record Silent() implements Feed<Empty> {
    @Override
    public String path() {
      return "api/silent";
    }

    @Override
    public Class<Empty> request() {
      return Empty.class;
    }

    @Override
    public void run(Empty request, Events events) {
      events.send("begin", request);
      while (true) {
        events.pause(1000);
      }
    }
  }
}
