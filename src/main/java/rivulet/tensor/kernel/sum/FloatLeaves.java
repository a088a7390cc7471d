package rivulet.tensor.kernel.sum;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Leaves of float32 values on their way into a {@link SummationTree}. They wait as they are until
 * the four that share an ancestor are there, which then become one node: one pass over memory
 * instead of seven, by the same additions. May be used by several threads.
 */
final class FloatLeaves {
  /** Levels of the tree that a node of four leaves lies above them. */
  static final int LEVEL = 2;

  private static final int TOGETHER = 1 << LEVEL;

  /** Leaves with one ancestor, by their order; null where one has not come. */
  static final class Four {
    final MemorySegment[] leaves = new MemorySegment[TOGETHER];
    int number;
    private int count;
    private Four next;
  }

  private final Arena arena;
  private final int length;
  private MemorySegment[] all = new MemorySegment[8];
  private boolean[] lent = new boolean[8];
  private int made;
  private MemorySegment[] free = new MemorySegment[8];
  private int left;
  private Four waiting;
  private Four unused;

  FloatLeaves(Arena arena, int length) {
    this.arena = arena;
    this.length = length;
  }

  /** Memory for a leaf, of any content. */
  synchronized MemorySegment lend() {
    if (left == 0) {
      grow();
    }
    MemorySegment memory = free[--left];
    lent[index(memory)] = true;
    return memory;
  }

  private void grow() {
    if (made == all.length) {
      all = Arrays.copyOf(all, 2 * made);
      lent = Arrays.copyOf(lent, 2 * made);
      free = new MemorySegment[2 * made];
    }
    MemorySegment memory = arena.allocate(4L * length, 64);
    all[made++] = memory;
    free[left++] = memory;
  }

  /** Which memory of ours it is; -1 for none. */
  private int index(MemorySegment memory) {
    for (int i = 0; i < made; i++) {
      if (all[i] == memory) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Enters a leaf.
   *
   * @param floats what {@link #lend} gave; or other memory, which is copied
   * @return its four, taken out, if it is the last of them; {@code null} if others are missing
   */
  Four enter(int leaf, MemorySegment floats) {
    return keep(leaf, isLent(floats) ? floats : copy(floats));
  }

  private synchronized boolean isLent(MemorySegment memory) {
    int i = index(memory);
    if (i >= 0 && !lent[i]) {
      throw new IllegalStateException(
          "summation tree: submit of memory that the caller does not hold");
    }
    return i >= 0;
  }

  private MemorySegment copy(MemorySegment floats) {
    MemorySegment memory = lend();
    MemorySegment.copy(floats, 0, memory, 0, 4L * length);
    return memory;
  }

  private synchronized Four keep(int leaf, MemorySegment memory) {
    lent[index(memory)] = false;
    Four four = find(leaf >>> LEVEL);
    int place = leaf & TOGETHER - 1;
    if (four.leaves[place] != null) {
      free[left++] = memory;
      throw SummationTree.twins(leaf, leaf);
    }
    four.leaves[place] = memory;
    if (++four.count < TOGETHER) {
      return null;
    }
    unlink(four);
    return four;
  }

  private Four find(int number) {
    for (Four four = waiting; four != null; four = four.next) {
      if (four.number == number) {
        return four;
      }
    }
    Four four = unused == null ? new Four() : unused;
    unused = four.next;
    four.number = number;
    four.next = waiting;
    waiting = four;
    return four;
  }

  private void unlink(Four four) {
    if (waiting == four) {
      waiting = four.next;
      return;
    }
    Four before = waiting;
    while (before.next != four) {
      before = before.next;
    }
    before.next = four.next;
  }

  /** Whether the first {@code count} leaves of a four wait and no others; none at all for 0. */
  synchronized boolean onlyWait(int number, int count) {
    if (count == 0 || waiting == null) {
      return count == 0 && waiting == null;
    }
    boolean only = waiting.next == null && waiting.number == number && waiting.count == count;
    for (int i = 0; i < count; i++) {
      only &= waiting.leaves[i] != null;
    }
    return only;
  }

  /** Leaves that miss others, taken out; {@code null} if there are none. */
  synchronized Four takeIncomplete() {
    Four four = waiting;
    if (four != null) {
      waiting = four.next;
    }
    return four;
  }

  /** Takes back four leaves that were taken out, and their memory. */
  synchronized void release(Four four) {
    for (int i = 0; i < TOGETHER; i++) {
      if (four.leaves[i] != null) {
        free[left++] = four.leaves[i];
        four.leaves[i] = null;
      }
    }
    four.count = 0;
    four.next = unused;
    unused = four;
  }

  /** Takes everything back. */
  synchronized void reset() {
    for (Four four = takeIncomplete(); four != null; four = takeIncomplete()) {
      release(four);
    }
    System.arraycopy(all, 0, free, 0, made);
    Arrays.fill(lent, false);
    left = made;
  }
}
