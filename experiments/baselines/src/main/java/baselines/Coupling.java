package baselines;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import rivulet.autodiff.Binding;
import rivulet.autodiff.Program;
import rivulet.autodiff.Tracer;
import rivulet.autodiff.Value;
import rivulet.tensor.Shape;

/**
 * Affine coupling at one level. Each step scales and moves channels, divides the image and moves
 * one half by what a network of 3×3 convolutions sees of the other and of the coarser image:
 *
 * <pre>
 *   x ← 2σ(a)·x + b                                   a, b of every channel
 *   (u, t) = network(seen(x), coarser image)
 *   moving(x) ← 2σ(u)·moving(x) + t                   ln |det| = Σ ln 2σ(u) + pixels·Σ ln 2σ(a)
 *   −ln p = ½Σ f² + ½ D ln 2π − ln |det|              f: x after all steps
 * </pre>
 *
 * <p>ln σ(u) = −softplus(−u), so the log-determinant is a sum of the program. A fresh coupling is
 * the identity.
 *
 * @param state shape of the level's data
 * @param condition channels of the coarser image, 0 for none
 * @param halves of each step
 * @param width of the networks
 * @param layers of the networks between the first and the last
 */
record Coupling(Shape state, int condition, List<Halves> halves, int width, int layers) {
  /** Outputs of {@link #network}: 2σ(u) and t. */
  static final String SCALE = "scale";

  static final String SHIFT = "shift";

  private static final String SEEN = "seen";
  private static final double LN_2 = StrictMath.log(2);
  private static final double LN_2PI = StrictMath.log(2 * StrictMath.PI);

  Coupling {
    halves = List.copyOf(halves);
    if (halves.isEmpty() || width < 1 || layers < 0) {
      throw new IllegalArgumentException(
          "coupling: needs steps, a width and no fewer than 0 layers, found %d, %d and %d"
              .formatted(halves.size(), width, layers));
    }
  }

  /** The halves of so many steps. */
  enum Kind {
    /** Halves of the channels; of one channel, a checkerboard. */
    CHANNELS,
    /** Checkerboards of both colours in turn. */
    PIXELS,
    /** A checkerboard and halves of the channels in turn. */
    BOTH;

    List<Halves> halves(Shape state, int steps) {
      List<Halves> halves = new ArrayList<>();
      for (int k = 0; k < steps; k++) {
        boolean pixels = this == PIXELS || (this == BOTH && k % 2 == 0) || state.channels() == 1;
        int colour = this == BOTH && state.channels() > 1 ? k / 2 % 2 : k % 2;
        halves.add(pixels ? new PixelHalves(state, colour) : new ChannelHalves(state, k));
      }
      return halves;
    }
  }

  /** The whole coupling and its loss, with fresh weights. */
  LossProgram program(long seed, int level) {
    Tracer tracer = new Tracer();
    Layers trace = new Layers(tracer, seed, level);
    Value x = tracer.image(LossProgram.STATE, state, Binding.EVALUATION);
    Optional<Value> coarse = coarse(tracer);
    SortedMap<String, Double> terms = new TreeMap<>();
    double constant = 0.5 * state.elements() * LN_2PI;
    for (int k = 0; k < halves.size(); k++) {
      x = step(trace, k, x, coarse, terms);
      constant -= LN_2 * (state.elements() + halves.get(k).entries());
    }
    tracer.output(LossProgram.OUTPUT, x);
    tracer.output("energy", tracer.dot(x, x, 0.5));
    terms.put("energy", 1.0);
    return new LossProgram(tracer.program(), trace.weights(), terms, constant);
  }

  private Optional<Value> coarse(Tracer tracer) {
    return condition == 0
        ? Optional.empty()
        : Optional.of(
            tracer.image(LossProgram.CONDITION, state.withChannels(condition), Binding.SOLVE));
  }

  private Value step(
      Layers trace, int k, Value before, Optional<Value> coarse, SortedMap<String, Double> terms) {
    Tracer tracer = trace.tracer();
    Value a = trace.vector(k + ".gain", state.channels());
    Value x = tracer.multiply(before, trace.scale(a));
    x = tracer.add(x, trace.vector(k + ".offset", state.channels()));
    Value decline = trace.decline(a);
    tracer.output(k + ".gain", tracer.dot(decline, trace.ones(decline), state.pixels()));
    Halves.Parts parts = halves.get(k).divide(trace, k + ".halves", x);
    Network network = network(trace, k, parts.seen(), coarse);
    Value moved = tracer.multiply(parts.moving(), trace.scale(network.u()));
    moved = tracer.add(moved, network.t());
    halves.get(k).sum(trace, parts, k + ".scale", trace.decline(network.u()));
    terms.put(k + ".gain", 1.0);
    terms.put(k + ".scale", 1.0);
    return halves.get(k).joined(trace, parts, moved);
  }

  private record Network(Value u, Value t) {}

  private Network network(Layers trace, int k, Value seen, Optional<Value> coarse) {
    List<Value> all = new ArrayList<>(List.of(seen));
    coarse.ifPresent(all::add);
    Value h = trace.hidden(k + ".hidden", width, layers, all);
    int moving = halves.get(k).moving();
    return new Network(trace.last(k + ".scale", h, moving), trace.last(k + ".shift", h, moving));
  }

  /** The network of a step alone, with inputs {@code seen} and the coarser image. */
  Program network(int k) {
    Tracer tracer = new Tracer();
    Layers trace = new Layers(tracer, 0, 0);
    Value seen = tracer.image(SEEN, halves.get(k).seen(), Binding.EVALUATION);
    Network network = network(trace, k, seen, coarse(tracer));
    tracer.output(SCALE, trace.scale(network.u()));
    tracer.output(SHIFT, network.t());
    return tracer.program();
  }
}
