package rivulet.autodiff.plan.schedule;

import java.util.List;
import rivulet.autodiff.Op;
import rivulet.autodiff.Value;

/** What one operation on fused rows computes, before anything has a home. */
public sealed interface RowStep {
  /** One value on its own. */
  public record Plain(Value value) implements RowStep {}

  /** An activation and its first derivative, in either order. */
  public record Pair(Value asked, Value partner) implements RowStep {
    public Value value() {
      return ((Op.Activate) asked.op()).order() == 0 ? asked : partner;
    }

    public Value derivative() {
      return asked == value() ? partner : asked;
    }
  }

  /** A sum one operand of which is a product with a scalar that nothing else reads. */
  public record ScaledAdd(Value value, Value product, Value other) implements RowStep {}

  /** A product with a scalar that only a sink reads. */
  public record ScaledSum(Value product) implements RowStep {}

  /** Results that have a place, in the order in which they get it. */
  public default List<Value> written() {
    return switch (this) {
      case Plain(var value) -> List.of(value);
      case Pair pair -> List.of(pair.value(), pair.derivative());
      case ScaledAdd(var value, _, _) -> List.of(value);
      case ScaledSum _ -> List.of();
    };
  }

  /** The same results, in the order in which they feed sinks and release their operands. */
  public default List<Value> finished() {
    return this instanceof Pair(var asked, var partner) ? List.of(partner, asked) : written();
  }
}
