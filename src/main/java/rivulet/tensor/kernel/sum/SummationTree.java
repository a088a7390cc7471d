package rivulet.tensor.kernel.sum;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The sum of numbered float64 vectors in a tree that their count alone decides (see the package
 * description): equal bits for any order of arrival and any number of threads.
 *
 * <p>Use: each worker calls {@link #acquire}, fills the vector, and gives it back with {@link
 * #submit} under its leaf number; when all have done so, {@link #result} yields the sum, and {@link
 * #release} gives that back too. The tree is then empty and ready for the next sum. A leaf of
 * float32 values is submitted as it is, best in memory that {@link #lend} gave.
 *
 * <p>Memory: leaves that arrive in order need 1 + ⌊log₂ leaves⌋ vectors. If they are dealt in
 * ascending order and all open ones lie within a span of s, at most {@code s + ⌈log₂ leaves⌉} are
 * live: those of the span, and the complete nodes before it. However far single workers lag, w
 * workers never need more than {@code w + (w + 1) · ⌈log₂ leaves⌉}: the siblings along the paths to
 * the open leaves and to the next one. Leaves of float32 values wait beside them until their four
 * are there; where a sum has leaves of both kinds, the last of a four may be a vector, and they
 * wait for {@link #result}. Memory is kept in one arena and reused; the heap is touched only when
 * there is more of it.
 *
 * <p>{@code acquire} and {@code submit} may be called by several threads; the other methods only
 * when no worker is busy with the tree.
 */
public final class SummationTree implements AutoCloseable {
  /** The most leaves that one sum may have. */
  public static final int MAX_LEAVES = 1 << 30;

  private final Arena arena = Arena.ofShared();
  private final int length;
  private final FloatLeaves leaves;
  private final RoundedSum rounded;
  private final Object lock = new Object();

  // Guarded by the lock, which is held for bookkeeping only: vectors are added outside it.
  // `synchronized`, because the queues of java.util.concurrent locks allocate when contended.
  private final WaitingNodes waiting = new WaitingNodes();
  private PartialSum[] all = new PartialSum[8];
  private int made;
  private PartialSum free;

  /**
   * A tree for vectors of {@code length} values.
   *
   * @throws IllegalArgumentException if {@code length} is below 1
   */
  public SummationTree(int length) {
    if (length < 1) {
      throw new IllegalArgumentException(
          "summation tree: vectors need at least 1 value, found " + length);
    }
    this.length = length;
    this.leaves = new FloatLeaves(arena, length);
    this.rounded = new RoundedSum(arena);
  }

  /** How many vectors exist: the most that were live at once. */
  public int vectors() {
    synchronized (lock) {
      return made;
    }
  }

  /** A vector of zeros for the caller to fill; it must come back by submit or release. */
  public PartialSum acquire() {
    PartialSum vector = takeFree();
    vector.clear();
    return vector;
  }

  /**
   * Enters a leaf and merges every pair of siblings that it completes. The vector is the tree's
   * again and must not be touched any more.
   *
   * @param leaf number of the leaf, 0 to {@link #MAX_LEAVES} − 1, each once per sum
   * @param vector what {@link #acquire} gave; also taken back when its number is refused
   * @throws IllegalArgumentException if the number is out of range or its node is there already
   * @throws IllegalStateException if the vector is not held, or is another tree's
   */
  public void submit(int leaf, PartialSum vector) {
    requireHeld(vector, "submit");
    if (!isLeaf(leaf)) {
      release(vector);
      throw noLeaf(leaf);
    }
    enter(vector, 0, leaf);
  }

  /**
   * Memory for a leaf of float32 values, of any content, native and 64-byte aligned; it comes back
   * by {@link #submit(int, MemorySegment)} or {@link #reset}.
   */
  public MemorySegment lend() {
    return leaves.lend();
  }

  /**
   * Enters a leaf of float32 values, widened exactly; the same bits as a vector filled with them.
   *
   * @param floats what {@link #lend} gave, which is the tree's again; or another native segment of
   *     at least as many floats as a vector has values, which is copied
   * @throws IllegalArgumentException if the number is out of range, its leaf is there already, or
   *     the floats are too few or on the heap
   * @throws IllegalStateException if their memory is freed or another thread's, or lent no more;
   *     {@link #reset} the tree then
   */
  public void submit(int leaf, MemorySegment floats) {
    if (!isLeaf(leaf)) {
      throw noLeaf(leaf);
    }
    PartialSum.requireFloats(floats, length);
    FloatLeaves.Four four = leaves.enter(leaf, floats);
    if (four != null) {
      PartialSum node = takeFree();
      node.setFour(four.leaves);
      int number = four.number;
      leaves.release(four); // from here on it may be another thread's
      enter(node, FloatLeaves.LEVEL, number);
    }
  }

  private void enter(PartialSum node, int level, int index) {
    node.level = level;
    node.index = index;
    climb(node);
  }

  /** Enters the leaves of float32 values that wait for others. */
  private void enterIncomplete() {
    FloatLeaves.Four four = leaves.takeIncomplete();
    for (; four != null; four = leaves.takeIncomplete()) {
      for (int i = 0; i < four.leaves.length; i++) {
        if (four.leaves[i] != null) {
          PartialSum vector = takeFree();
          vector.setFloats(four.leaves[i]);
          enter(vector, 0, (four.number << FloatLeaves.LEVEL) + i);
        }
      }
      leaves.release(four);
    }
  }

  private static boolean isLeaf(int leaf) {
    return leaf >= 0 && leaf < MAX_LEAVES;
  }

  private static IllegalArgumentException noLeaf(int leaf) {
    return new IllegalArgumentException(
        "summation tree: a leaf must lie in 0.." + (MAX_LEAVES - 1) + ", found " + leaf);
  }

  /** Merges a node with its sibling and so on, until one has to wait. */
  private void climb(PartialSum start) {
    PartialSum node = start;
    for (PartialSum sibling = meet(node); sibling != node; sibling = meet(node)) {
      node = merge(node, sibling);
    }
  }

  /**
   * The sum of leaves 0 … leaves − 1. The tree is empty afterwards; the caller holds the sum until
   * {@link #release}.
   *
   * @throws IllegalArgumentException unless 1 ≤ leaves ≤ {@link #MAX_LEAVES}
   * @throws IllegalStateException if exactly these leaves have not been submitted, once each; call
   *     {@link #reset} to begin anew
   */
  public PartialSum result(int leaves) {
    requireCount(leaves);
    enterIncomplete();
    requireComplete(leaves);
    PartialSum sum = takeWaiting(Integer.numberOfTrailingZeros(leaves));
    for (int level = sum.level + 1; level < WaitingNodes.LEVELS; level++) {
      if (WaitingNodes.hasRoot(leaves, level)) {
        PartialSum left = takeWaiting(level);
        left.addRight(sum);
        release(sum);
        sum = left;
      }
    }
    return sum;
  }

  private static void requireCount(int leaves) {
    if (leaves < 1 || leaves > MAX_LEAVES) {
      throw new IllegalArgumentException(
          "summation tree: leaves must lie in 1.." + MAX_LEAVES + ", found " + leaves);
    }
  }

  /**
   * The same sum rounded to float32; quicker where all leaves were float32. There is nothing to
   * release.
   *
   * @param to native, of at least as many floats as a vector has values
   */
  public void result(int leaves, MemorySegment to) {
    requireCount(leaves);
    PartialSum.requireFloats(to, length);
    int alone = leaves & (1 << FloatLeaves.LEVEL) - 1;
    if (complete(leaves - alone) && this.leaves.onlyWait(leaves >>> FloatLeaves.LEVEL, alone)) {
      round(leaves, to);
    } else {
      PartialSum sum = result(leaves);
      sum.toFloats(to);
      release(sum);
    }
  }

  private void round(int count, MemorySegment to) {
    rounded.clear();
    FloatLeaves.Four four = leaves.takeIncomplete();
    for (int i = 0; four != null && four.leaves[i] != null; i++) {
      rounded.addLeaf(four.leaves[i]);
    }
    for (int level = FloatLeaves.LEVEL; level < WaitingNodes.LEVELS; level++) {
      if (WaitingNodes.hasRoot(count, level)) {
        PartialSum root = takeWaiting(level);
        rounded.addRoot(root);
        release(root); // nobody takes it before the sum is there
      }
    }
    rounded.into(to, length);
    if (four != null) {
      leaves.release(four);
    }
  }

  /**
   * Gives back a vector that the caller holds.
   *
   * @throws IllegalStateException if it is not held, or is another tree's
   */
  public void release(PartialSum vector) {
    synchronized (lock) {
      requireHeld(vector, "release");
      vector.state = PartialSum.State.FREE;
      vector.next = free;
      free = vector;
    }
  }

  /** Takes back all vectors, waiting or held: the way to go on after a failed run. */
  public void reset() {
    synchronized (lock) {
      leaves.reset();
      waiting.clear();
      free = null;
      for (int i = made - 1; i >= 0; i--) {
        all[i].state = PartialSum.State.FREE;
        all[i].next = free;
        free = all[i];
      }
    }
  }

  /** Frees all vectors; none may be used afterwards. A second call does nothing. */
  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }

  private PartialSum takeFree() {
    synchronized (lock) {
      if (free == null) {
        grow();
      }
      PartialSum vector = free;
      free = vector.next;
      vector.state = PartialSum.State.HELD;
      return vector;
    }
  }

  private void grow() {
    if (made == all.length) {
      all = Arrays.copyOf(all, 2 * made);
    }
    free = new PartialSum(this, arena, length);
    free.next = null;
    all[made++] = free;
  }

  /** The sibling of {@code node}, taken out; or {@code node} itself, left to wait for it. */
  private PartialSum meet(PartialSum node) {
    synchronized (lock) {
      PartialSum met = waiting.meet(node);
      if (met != node && met.index == node.index) {
        release(node);
        long first = (long) node.index << node.level;
        throw twins(first, first + (1L << node.level) - 1);
      }
      return met;
    }
  }

  static IllegalArgumentException twins(long first, long last) {
    return new IllegalArgumentException(
        "summation tree: leaves " + first + ".." + last + " were submitted twice; reset the tree");
  }

  private PartialSum merge(PartialSum one, PartialSum other) {
    PartialSum left = one.index < other.index ? one : other;
    PartialSum right = left == one ? other : one;
    left.addRight(right);
    release(right);
    left.level++;
    left.index >>>= 1;
    return left;
  }

  private void requireComplete(int leaves) {
    if (!complete(leaves)) {
      throw new IllegalStateException(
          "summation tree: the sum of "
              + leaves
              + " leaves was asked, but not exactly these"
              + " were submitted; submit each once, or reset the tree");
    }
  }

  private boolean complete(int leaves) {
    synchronized (lock) {
      return waiting.areRoots(leaves);
    }
  }

  private PartialSum takeWaiting(int level) {
    synchronized (lock) {
      return waiting.takeFirst(level);
    }
  }

  private void requireHeld(PartialSum vector, String what) {
    synchronized (lock) {
      if (vector.tree() != this || vector.state != PartialSum.State.HELD) {
        throw new IllegalStateException(
            "summation tree: " + what + " of a vector that the caller does not hold");
      }
    }
  }
}
