package rivulet.web;

import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * One task from its place in the queue to its last event: {@code job} with its number, {@code
 * waiting} while others are before it and with none when its turn has come, {@code progress} and
 * what the task sends, in the end one of {@code done}, {@code error} and {@code cancelled}.
 */
final class TaskRun<Q extends Record> {
  /** The number of a job, sent first. */
  record Started(long job) {}

  /** How many jobs are before this one. */
  record Waiting(int ahead) {}

  /** Nothing to say. */
  record Nothing() {}

  private final Task<Q> task;
  private final Q request;
  private final Jobs jobs;
  private final Job job;
  private volatile Job.Event end = new Job.Event("cancelled", new Nothing());

  /**
   * A run that stands in the queue.
   *
   * @throws Refusal if there is no room
   */
  TaskRun(Task<Q> task, Q request, Jobs jobs) {
    this.task = task;
    this.request = request;
    this.jobs = jobs;
    this.job = jobs.enter();
  }

  /** Leaves the queue without having run. */
  void abandon() {
    jobs.leave(job);
  }

  /**
   * Waits, runs and sends all events; the place in the queue is free only when all work is over.
   */
  void relay(Events events) throws InterruptedException {
    Thread worker =
        Thread.ofPlatform().daemon().name("rivulet-job-" + job.number()).unstarted(this::work);
    try {
      events.send("job", new Started(job.number()));
      if (waited(events)) {
        worker.start();
        while (!job.ended()) {
          send(events, job.next());
        }
        for (var left = job.rest(); left.isPresent(); left = job.rest()) {
          send(events, left);
        }
      }
      events.send(end.name(), end.data());
    } finally {
      job.cancel();
      leaveAfter(worker);
    }
  }

  /** Whether its turn came before somebody cancelled it. */
  private boolean waited(Events events) throws InterruptedException {
    int told = 0;
    for (int ahead = jobs.ahead(job); ahead > 0 && !job.cancelled(); ahead = jobs.ahead(job)) {
      if (ahead == told) {
        events.beat();
      } else {
        events.send("waiting", new Waiting(ahead));
      }
      told = ahead;
    }
    if (told > 0 && !job.cancelled()) {
      events.send("waiting", new Waiting(0));
    }
    return !job.cancelled();
  }

  private static void send(Events events, Optional<Job.Event> event) {
    event.ifPresentOrElse(found -> events.send(found.name(), found.data()), events::beat);
  }

  private void work() {
    try {
      end = new Job.Event("done", task.run(request, job));
    } catch (CancellationException e) {
      end = new Job.Event("cancelled", new Nothing());
    } catch (RuntimeException | Error e) { // whatever it is, the client waits for an end
      end = new Job.Event("error", Fault.of(e).body());
    } finally {
      job.end();
    }
  }

  /** Memory that the work holds counts until it has ended. */
  private void leaveAfter(Thread worker) {
    boolean interrupted = false;
    while (worker.isAlive()) {
      try {
        worker.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    jobs.leave(job);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
