package rivulet.autodiff;

import rivulet.parallel.IndexedTask;
import rivulet.parallel.WorkerPool;

/** How a frame's crew shares one kernel call after the other. Allocates nothing in calls. */
final class Sharing {
  /**
   * Least estimated time of one band, in nanoseconds. A hand-over takes about a microsecond while
   * the members spin.
   */
  static final long LEAST = 10_000;

  private final Frame frame;
  private final WorkerPool crew;
  private final Member[] members;
  private final long least;
  private final IndexedTask task = this::band;
  // Written between runs of the crew, which make it visible to the members.
  private BandedInstruction shared;
  private int bands;

  /**
   * @param least nanoseconds of one band
   */
  Sharing(Frame frame, WorkerPool crew, long least) {
    this.frame = frame;
    this.crew = crew;
    this.least = least;
    this.members = new Member[crew.workers()];
    for (int m = 0; m < members.length; m++) {
      members[m] = new Member(frame.plan(), m);
    }
  }

  /**
   * Runs an instruction in as many bands as pay.
   *
   * @param rows that can be divided
   * @param nanoseconds that it takes undivided, roughly
   */
  void run(BandedInstruction instruction, int rows, long nanoseconds) {
    long paying = Math.min(Math.min(members.length, rows), nanoseconds / least);
    if (paying < 2) {
      members[0].band.take(0, 1);
      instruction.run(frame, members[0]);
      return;
    }
    shared = instruction;
    bands = (int) paying;
    crew.run(bands, task);
  }

  private void band(int worker, int number) {
    Member member = members[worker];
    member.band.take(number, bands);
    shared.run(frame, member);
  }
}
