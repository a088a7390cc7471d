package rivulet.ode;

import java.util.ArrayList;
import java.util.List;
import rivulet.ode.method.ButcherTableau;
import rivulet.ode.method.Rational;

/** A rooted tree: its root and the subtrees that hang from it. One order condition per tree. */
public record RootedTree(List<RootedTree> children) {
  /** All trees with that many nodes: a root and a multiset of smaller trees. */
  public static List<RootedTree> ofOrder(int nodes) {
    List<RootedTree> smaller = new ArrayList<>();
    for (int n = 1; n < nodes; n++) {
      smaller.addAll(ofOrder(n));
    }
    List<RootedTree> trees = new ArrayList<>();
    grow(smaller, 0, nodes - 1, List.of(), trees);
    return trees;
  }

  private static void grow(
      List<RootedTree> smaller, int from, int left, List<RootedTree> taken, List<RootedTree> into) {
    if (left == 0) {
      into.add(new RootedTree(taken));
    }
    for (int i = from; i < smaller.size(); i++) {
      int rest = left - smaller.get(i).nodes();
      if (rest >= 0) {
        List<RootedTree> more = new ArrayList<>(taken);
        more.add(smaller.get(i));
        grow(smaller, i, rest, more, into);
      }
    }
  }

  int nodes() {
    return 1 + children.stream().mapToInt(RootedTree::nodes).sum();
  }

  /** γ: number of nodes times the γ of every child. */
  public long density() {
    return children.stream().mapToLong(RootedTree::density).reduce(nodes(), (x, y) -> x * y);
  }

  /** Φ_i of every stage: product over children of Σ_j a_ij Φ_j(child). */
  public List<Rational> stageWeights(ButcherTableau tableau) {
    List<Rational> weights = new ArrayList<>();
    for (int i = 0; i < tableau.stages(); i++) {
      weights.add(Rational.ONE);
    }
    for (RootedTree child : children) {
      List<Rational> inner = child.stageWeights(tableau);
      for (int i = 0; i < tableau.stages(); i++) {
        weights.set(i, weights.get(i).times(dot(tableau.a().get(i), inner)));
      }
    }
    return weights;
  }

  /** Σ b_i Φ_i − 1/γ: zero if weights b satisfy the condition of this tree. */
  Rational defect(ButcherTableau tableau, List<Rational> b) {
    return dot(b, stageWeights(tableau)).minus(Rational.parse("1/" + density()));
  }

  private static Rational dot(List<Rational> left, List<Rational> right) {
    Rational sum = Rational.ZERO;
    for (int j = 0; j < left.size(); j++) {
      if (!left.get(j).isZero()) {
        sum = sum.plus(left.get(j).times(right.get(j)));
      }
    }
    return sum;
  }
}
