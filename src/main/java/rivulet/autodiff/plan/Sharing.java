package rivulet.autodiff.plan;

import rivulet.parallel.IndexedTask;
import rivulet.parallel.TaskFailure;
import rivulet.parallel.WorkerPool;

/**
 * How a frame's crew shares one kernel call after the other. The clock decides whether a call is
 * shared, never what it computes. Allocates nothing in calls.
 */
public final class Sharing {
  /**
   * What is worth sharing.
   *
   * @param least estimated time of the shortest band, in nanoseconds
   * @param restraint after a call that took longer than it would have alone, none is shared until
   *     the estimated times of those that could have been add up to so many times the loss; 0: all
   *     are shared
   */
  public record Terms(long least, int restraint) {
    /**
     * A hand-over takes less than half a microsecond while the members spin. Solves of one image on
     * two free cores, with bands from 10 microseconds on: 1.9 times as fast as on one at 64×64 and
     * 1.7 at 32×32 (64 channels), 1.7 at 28×28 (32 channels), 1.25 at 16×16 (64 channels), where
     * bands are a few tens of microseconds long. On cores that other programs keep busy a member
     * may lose its core within a band, for milliseconds: evaluations of 32×32 pixels then took
     * three times as long with a crew of two as alone, and now lose an eighth at most.
     */
    public static final Terms DEFAULT = new Terms(10_000, 8);

    public Terms {
      if (least < 1 || restraint < 0) {
        throw new IllegalArgumentException(
            "sharing: least must be at least 1 and restraint at least 0, found "
                + least
                + " and "
                + restraint);
      }
    }
  }

  private final Frame frame;
  private final WorkerPool crew;
  private final Member[] members;
  private final Terms terms;
  private final IndexedTask task = this::band;
  // Written between runs of the crew, which make it visible to the members.
  private BandedInstruction shared;
  private int firstRow;
  private int endRow;
  private int bands;
  // Touched by the frame's own thread only: its rows of a call, and when it computed them.
  private int ownRows;
  private long ownStart;
  private long ownEnd;
  private long resting;

  public Sharing(Frame frame, WorkerPool crew, Terms terms) {
    this.frame = frame;
    this.crew = crew;
    this.terms = terms;
    this.members = new Member[crew.workers()];
    for (int m = 0; m < members.length; m++) {
      members[m] = new Member(frame.plan(), m);
    }
  }

  /** Runs an instruction of so many rows in as many bands as pay. */
  public void run(BandedInstruction instruction, int rows, long nanoseconds) {
    run(instruction, 0, rows, nanoseconds);
  }

  /**
   * Runs an instruction on some of its rows in as many bands as pay.
   *
   * @param first of these rows
   * @param end the row after the last of them
   * @param nanoseconds that it takes undivided, roughly
   */
  void run(BandedInstruction instruction, int first, int end, long nanoseconds) {
    int rows = end - first;
    long paying = Math.min(Math.min(members.length, rows), nanoseconds / terms.least());
    if (paying < 2 || resting > 0) {
      resting -= nanoseconds;
      members[0].band.divide(first, end);
      members[0].band.take(0, 1);
      instruction.run(frame, members[0]);
      return;
    }
    shared = instruction;
    firstRow = first;
    endRow = end;
    bands = (int) paying;
    ownRows = 0;
    long start = System.nanoTime();
    try {
      crew.run(bands, task);
    } catch (TaskFailure failure) {
      throw failure.unwrapped(); // as the undivided call would have thrown it
    }
    if (ownRows > 0) {
      long alone = (ownEnd - ownStart) / ownRows * rows;
      resting = terms.restraint() * (System.nanoTime() - start - alone);
    }
  }

  private void band(int worker, int number) {
    Member member = members[worker];
    if (worker == 0 && ownRows == 0) {
      ownStart = System.nanoTime();
    }
    member.band.divide(firstRow, endRow);
    member.band.take(number, bands);
    shared.run(frame, member);
    if (worker == 0) {
      ownRows += member.band.end(endRow) - member.band.first(endRow);
      ownEnd = System.nanoTime();
    }
  }
}
