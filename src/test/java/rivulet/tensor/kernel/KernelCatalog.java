package rivulet.tensor.kernel;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import rivulet.tensor.Activation;

/** Every element-wise kernel of the room beside its one-element reference. */
final class KernelCatalog {
  private KernelCatalog() {}

  /** A kernel call; {@code dst} holds data before, {@code d} is a second result. */
  @FunctionalInterface
  interface Call {
    void run(Run a, Run b, Run c, Run dst, Run d, int n);
  }

  /** Where a run of floats starts. */
  record Run(MemorySegment segment, long offset) {}

  /** What one element of dst (or d) must be, from the elements of a, b, c and the old dst. */
  @FunctionalInterface
  interface Reference {
    float of(float a, float b, float c, float old);
  }

  /** One kernel; {@code second} is the reference of d, or gives {@link #UNTOUCHED}. */
  record Entry(String name, Call call, Reference first, Reference second) {}

  /** The value of an element that a kernel must leave alone. */
  static final float UNTOUCHED = 12345f;

  private static final float S = 1.7f;

  static List<Entry> all() {
    List<Entry> all = new ArrayList<>(linear());
    all.addAll(transcendental());
    for (Activation kind : Activation.values()) {
      all.addAll(activation(kind));
      if (kind != Activation.SWISH) {
        all.add(fromFirst(kind));
      }
    }
    return all;
  }

  private static Entry one(String name, Call call, Reference first) {
    return new Entry(name, call, first, (a, b, c, old) -> UNTOUCHED);
  }

  private static List<Entry> linear() {
    return List.of(
        one(
            "fill",
            (a, b, c, y, d, n) -> Elementwise.fill(S, y.segment, y.offset, n),
            (a, b, c, old) -> S),
        one(
            "copy",
            (a, b, c, y, d, n) -> Elementwise.copy(a.segment, a.offset, y.segment, y.offset, n),
            (a, b, c, old) -> a),
        one(
            "add",
            (a, b, c, y, d, n) ->
                Elementwise.add(a.segment, a.offset, b.segment, b.offset, y.segment, y.offset, n),
            (a, b, c, old) -> a + b),
        one(
            "multiply",
            (a, b, c, y, d, n) ->
                Elementwise.multiply(
                    a.segment, a.offset, b.segment, b.offset, y.segment, y.offset, n),
            (a, b, c, old) -> a * b),
        one(
            "scale",
            (a, b, c, y, d, n) -> Elementwise.scale(a.segment, a.offset, S, y.segment, y.offset, n),
            (a, b, c, old) -> S * a),
        one(
            "axpy",
            (a, b, c, y, d, n) ->
                Elementwise.axpy(
                    S, a.segment, a.offset, b.segment, b.offset, y.segment, y.offset, n),
            (a, b, c, old) -> Math.fma(S, a, b)),
        one(
            "accumulate",
            (a, b, c, y, d, n) ->
                Elementwise.accumulate(a.segment, a.offset, y.segment, y.offset, n),
            (a, b, c, old) -> old + a),
        one(
            "accumulateScaled",
            (a, b, c, y, d, n) ->
                Elementwise.accumulateScaled(S, a.segment, a.offset, y.segment, y.offset, n),
            (a, b, c, old) -> Math.fma(S, a, old)));
  }

  private static List<Entry> transcendental() {
    return List.of(
        one(
            "exp",
            (a, b, c, y, d, n) -> Exponential.exp(a.segment, a.offset, y.segment, y.offset, n),
            (a, b, c, old) -> Exponential.exp(a)),
        one(
            "log",
            (a, b, c, y, d, n) -> Logarithm.log(a.segment, a.offset, y.segment, y.offset, n),
            (a, b, c, old) -> Logarithm.log(a)));
  }

  private static List<Entry> activation(Activation kind) {
    return List.of(
        one(
            kind + " value",
            (a, b, c, y, d, n) ->
                Activations.value(kind, a.segment, a.offset, y.segment, y.offset, n),
            (a, b, c, old) -> ActivationTwins.value(kind, a)),
        new Entry(
            kind + " value and derivative",
            (a, b, c, y, d, n) ->
                Activations.valueAndDerivative(
                    kind, a.segment, a.offset, y.segment, y.offset, d.segment, d.offset, n),
            (a, b, c, old) -> ActivationTwins.value(kind, a),
            (a, b, c, old) -> ActivationTwins.first(kind, a)),
        one(
            kind + " derivative",
            (a, b, c, y, d, n) ->
                Activations.derivative(kind, a.segment, a.offset, y.segment, y.offset, n),
            (a, b, c, old) -> ActivationTwins.first(kind, a)),
        one(
            kind + " second derivative",
            (a, b, c, y, d, n) ->
                Activations.secondDerivative(kind, a.segment, a.offset, y.segment, y.offset, n),
            (a, b, c, old) -> ActivationTwins.second(kind, a)));
  }

  private static Entry fromFirst(Activation kind) {
    return one(
        kind + " second from first",
        (a, b, c, y, d, n) ->
            Activations.secondFromFirst(
                kind, a.segment, a.offset, b.segment, b.offset, y.segment, y.offset, n),
        (a, b, c, old) ->
            switch (kind) {
              case SOFTPLUS -> Math.fma(-b, b, b);
              case SIGMOID -> Math.fma(a, -2f, 1f) * b;
              case TANH -> a * -2f * b;
              case ELU -> b >= 1 ? 0f : b;
              case SWISH -> throw new AssertionError("not in the catalogue");
            });
  }
}
