package rivulet.tensor.kernel.sum;

import java.util.Arrays;

/**
 * The nodes of a {@link SummationTree} that wait for their siblings, by level: 0 are the leaves,
 * and node i of a level is the sum of nodes 2i and 2i + 1 of the one below. Guarded by the lock of
 * the tree.
 */
final class WaitingNodes {
  static final int LEVELS = 31;

  private final PartialSum[] first = new PartialSum[LEVELS];

  /**
   * The sibling of {@code node}, taken out; or {@code node} itself, left to wait for it; or another
   * node of its number, which stays.
   */
  PartialSum meet(PartialSum node) {
    int level = node.level;
    PartialSum before = null;
    for (PartialSum other = first[level]; other != null; before = other, other = other.next) {
      if (other.index == node.index) {
        return other;
      }
      if (other.index == (node.index ^ 1)) {
        takeOut(before, other);
        return other;
      }
    }
    node.state = PartialSum.State.WAITING;
    node.next = first[level];
    first[level] = node;
    return node;
  }

  private void takeOut(PartialSum before, PartialSum node) {
    if (before == null) {
      first[node.level] = node.next;
    } else {
      before.next = node.next;
    }
    node.state = PartialSum.State.HELD;
  }

  PartialSum takeFirst(int level) {
    PartialSum node = first[level];
    takeOut(null, node);
    return node;
  }

  /** Whether exactly the complete nodes of the binary digits of {@code leaves} are waiting. */
  boolean areRoots(int leaves) {
    for (int level = 0; level < LEVELS; level++) {
      PartialSum node = first[level];
      boolean wanted = hasRoot(leaves, level);
      if (wanted ? !isRoot(node, leaves >>> level) : node != null) {
        return false;
      }
    }
    return true;
  }

  static boolean hasRoot(int leaves, int level) {
    return ((leaves >>> level) & 1) == 1;
  }

  /** A root is the last complete node of its level. */
  private static boolean isRoot(PartialSum node, int nodes) {
    return node != null && node.next == null && node.index == nodes - 1;
  }

  void clear() {
    Arrays.fill(first, null);
  }
}
