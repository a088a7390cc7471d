package rivulet.autodiff;

import java.util.HashMap;
import java.util.Map;

/**
 * How far an input acts within an image: the Chebyshev distance in pixels beyond which a value
 * cannot depend on it. Convolutions of size s add ⌊s/2⌋; what passes through a sum over pixels acts
 * everywhere.
 */
final class Reach {
  /** Acts on every pixel. */
  static final int EVERYWHERE = Integer.MAX_VALUE / 2;

  private static final int NOWHERE = -1;

  private final Map<Value, Integer> distances = new HashMap<>();

  private Reach() {}

  /** Distance in pixels from {@code from} to {@code to}; 0 also where there is no dependence. */
  static int of(Program program, Value from, Value to) {
    Reach reach = new Reach();
    reach.distances.put(from, 0);
    for (Value value : program.values()) {
      reach.distances.computeIfAbsent(value, reach::distance);
    }
    return Math.max(0, reach.distances.get(to));
  }

  private int distance(Value value) {
    int farthest = NOWHERE;
    for (int i = 0; i < value.operands().size(); i++) {
      int before = distances.get(value.operand(i));
      if (before != NOWHERE) {
        int here = before + step(value, i);
        farthest = Math.max(farthest, Math.min(here, EVERYWHERE));
      }
    }
    return farthest;
  }

  /** Without default: an operation that is new must say here how far it acts. */
  private static int step(Value value, int operand) {
    return switch (value.op()) {
      case Op.Convolve _, Op.ConvolveAdjoint _ -> convolution(value, operand);
      case Op.Add _, Op.Multiply _, Op.Scale _, Op.Activate _, Op.SecondDerivative _, Op.Wave _ ->
          pixelwise(value, operand);
      case Op.KernelGradient _, Op.SumTo _, Op.Dot _, Op.Stretch _, Op.Shrink _ -> EVERYWHERE;
      case Op.SelectInputs _, Op.EmbedInputs _ -> EVERYWHERE;
      case Op.Input _, Op.Fill _, Op.Indicator _ ->
          throw new IllegalStateException("reach: " + value + " has no operands");
    };
  }

  /** Broadcast operands act on every pixel. */
  private static int pixelwise(Value value, int operand) {
    return value.operand(operand).extent().equals(value.extent()) ? 0 : EVERYWHERE;
  }

  private static int convolution(Value value, int operand) {
    return operand == 0 ? value.operand(1).kernel().size() / 2 : EVERYWHERE;
  }
}
