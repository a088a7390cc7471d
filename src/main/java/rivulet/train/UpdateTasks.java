package rivulet.train;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import rivulet.parallel.IndexedTask;
import rivulet.parallel.Spin;
import rivulet.train.descent.Descent;

/**
 * The tasks of one update of all parts, for workers that take one after the other: the groups of
 * the batch, and as soon as those of a part are there, its descent, while other parts still have
 * groups. Every task has a place in one queue; the first places are the groups', the others are
 * taken by whatever may begin next. Which worker does what, and when, changes no bit: parts share
 * nothing, and neither do the runs of a part. Reused for every update; allocates nothing.
 */
final class UpdateTasks implements IndexedTask {
  private final TrainConfig config;
  private final List<Problem.Part> parts;
  private final LevelMetrics[] metrics;
  private final boolean[] applied;
  private final int[] firstGroups;
  private final int[] firstMoves;
  private final int[] queue;
  private final boolean together;

  /** Groups of each part, later moves, that have not ended. */
  private final AtomicIntegerArray left;

  private final AtomicInteger partsLeft = new AtomicInteger();
  private volatile int queued;
  private boolean failed;
  private long step;

  UpdateTasks(TrainConfig config, List<Problem.Part> parts) {
    this.config = config;
    this.parts = parts;
    this.metrics = new LevelMetrics[parts.size()];
    this.applied = new boolean[parts.size()];
    this.left = new AtomicIntegerArray(parts.size());
    this.together = parts.stream().anyMatch(part -> part.loss().mayNotArrive());
    this.firstGroups = new int[parts.size() + 1];
    this.firstMoves = new int[parts.size() + 1];
    for (int p = 0; p < parts.size(); p++) {
      firstGroups[p + 1] = firstGroups[p] + parts.get(p).groups(config.batch());
      firstMoves[p + 1] = firstMoves[p] + parts.get(p).descent().moves();
    }
    this.queue = new int[groups() + 2 * parts.size() + firstMoves[parts.size()]];
    for (int group = 0; group < groups(); group++) {
      queue[group] = group;
    }
  }

  /** To be called before the tasks of an update are run. */
  synchronized void prepare(long number) {
    step = number;
    failed = false;
    queued = groups();
    partsLeft.set(parts.size());
    for (int p = 0; p < parts.size(); p++) {
      left.set(p, groups(p));
    }
  }

  /** How many tasks an update has. */
  int count() {
    return queue.length;
  }

  private int groups() {
    return firstGroups[parts.size()];
  }

  private int groups(int part) {
    return firstGroups[part + 1] - firstGroups[part];
  }

  /** What the last update was like, by part. */
  List<LevelMetrics> metrics() {
    return List.of(metrics);
  }

  /** The part of a task that failed; only groups do. */
  Problem.Part partOf(int task) {
    return parts.get(within(firstGroups, task));
  }

  /** The number {@code k} for which {@code first[k] ≤ index < first[k + 1]}. */
  private static int within(int[] first, int index) {
    int k = 0;
    while (first[k + 1] <= index) {
      k++;
    }
    return k;
  }

  /** The first item of a group, or what follows the last group. */
  int first(Problem.Part part, int group) {
    return Math.min(config.batch(), group * part.group());
  }

  /** What stands at a place of the queue; waits until something does. */
  @Override
  public void run(int worker, int place) {
    if (!awaits(place)) {
      return;
    }
    boolean done = false;
    try {
      run(worker, queue[place], parts.size());
      done = true;
    } finally {
      if (!done) {
        fail();
      }
    }
  }

  /** Whether something stands there now; if not, another task has failed. */
  private boolean awaits(int place) {
    for (int round = 0; queued <= place && round < Spin.ROUNDS; round++) {
      Spin.pause(round);
    }
    return queued > place || sleeps(place);
  }

  private synchronized boolean sleeps(int place) {
    boolean interrupted = false;
    while (queued <= place && !failed) {
      try {
        wait();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return queued > place;
  }

  private synchronized void fail() {
    failed = true;
    notifyAll();
  }

  /** Tasks are numbered: groups, the begin of each part, moves, the end of each part. */
  private void run(int worker, int task, int count) {
    int begins = groups();
    int moves = begins + count;
    int ends = moves + firstMoves[count];
    if (task < begins) {
      group(worker, task);
    } else if (task < moves) {
      begin(task - begins, moves);
    } else if (task < ends) {
      move(task - moves, ends);
    } else {
      end(task - ends);
    }
  }

  private void group(int worker, int task) {
    int p = within(firstGroups, task);
    Problem.Part part = parts.get(p);
    int group = task - firstGroups[p];
    part.loss()
        .group(worker, step, group, first(part, group), first(part, group + 1), part.descent());
    if (left.decrementAndGet(p) > 0) {
      return;
    }
    if (!together) {
      enqueue(groups() + p, 1);
    } else if (partsLeft.decrementAndGet() == 0) {
      enqueue(groups(), parts.size()); // a solve that does not arrive leaves every part as it was
    }
  }

  private void begin(int p, int moves) {
    Descent descent = parts.get(p).descent();
    applied[p] = descent.begin(step, groups(p));
    left.set(p, descent.moves());
    enqueue(moves + firstMoves[p], descent.moves());
    if (descent.moves() == 0) {
      enqueue(moves + firstMoves[parts.size()] + p, 1);
    }
  }

  private void move(int number, int ends) {
    int p = within(firstMoves, number);
    if (applied[p]) {
      parts.get(p).descent().move(number - firstMoves[p]);
    }
    if (left.decrementAndGet(p) == 0) {
      enqueue(ends + p, 1);
    }
  }

  private void end(int p) {
    Problem.Part part = parts.get(p);
    if (applied[p]) {
      part.descent().end();
    }
    double norm = part.descent().norm();
    metrics[p] = part.loss().metrics(part.number(), norm, config.rate(step), applied[p]);
  }

  private synchronized void enqueue(int first, int count) {
    int next = queued;
    for (int i = 0; i < count; i++) {
      queue[next++] = first + i;
    }
    queued = next;
    notifyAll();
  }
}
