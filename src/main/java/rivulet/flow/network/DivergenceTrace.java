package rivulet.flow.network;

import java.util.List;
import java.util.stream.IntStream;
import rivulet.autodiff.Binding;
import rivulet.autodiff.Jvp;
import rivulet.autodiff.Lattice;
import rivulet.autodiff.Op;
import rivulet.autodiff.Program;
import rivulet.autodiff.TracedField;
import rivulet.autodiff.Tracer;
import rivulet.autodiff.Value;
import rivulet.tensor.Shape;

/** Traces the quadratures of one vector field; one object per program. */
final class DivergenceTrace {
  /**
   * Bytes of tangents of one layer and image that a plan works on together, so that those of a
   * group stay in the second-level cache. Measured with 16 to 48 tangents of 32 channels on 7×7 and
   * 14×14 pixels and 8 images in a group: 1 to 8 tangents at a time take the same, 18 a tenth and
   * all 48 a quarter longer. Changes no bits.
   */
  private static final long SECTION_BYTES = 128L << 10;

  /**
   * Bytes of first-layer tangents of constant directions that are kept for all evaluations, per
   * block; what takes more is computed again each time. Changes no bits.
   */
  private static final long KEPT_BYTES = 64L << 20;

  private static final int FEWEST_PER_SECTION = 4;

  private final TracedField spec;
  private final Program field;
  private final Tracer tracer;
  private final Jvp jvp;
  private final int perSection;

  DivergenceTrace(TracedField spec) {
    this.spec = spec;
    this.field = spec.program();
    this.tracer = new Tracer(field);
    this.jvp = Jvp.by(tracer, field, TracedField.STATE);
    long affordable = SECTION_BYTES / tangentBytes(widths().max().getAsInt());
    this.perSection = Math.clamp(affordable, FEWEST_PER_SECTION, Integer.MAX_VALUE);
    Value f = field.output(TracedField.OUTPUT);
    tracer.output(TracedField.OUTPUT, f);
    tracer.output(AugmentedDynamics.KINETIC, tracer.dot(f, f, 0.5 / entries()));
  }

  private double entries() {
    return spec.state().elements();
  }

  /** Channels of the field's convolutions, in order; those of the state without any. */
  private IntStream widths() {
    IntStream convolved =
        field.values().stream()
            .filter(value -> value.op() instanceof Op.Convolve)
            .mapToInt(value -> value.shape().channels());
    return IntStream.concat(convolved, IntStream.of(spec.state().channels()));
  }

  private long tangentBytes(int channels) {
    return 4L * channels * (spec.state().height() + 2L) * (spec.state().width() + 2L);
  }

  static Colouring colouring(Program field, int spacing) {
    return spacing == 0
        ? Colouring.beyondReach(field)
        : Colouring.spaced(field.input(TracedField.STATE).shape(), spacing);
  }

  Program hutchinson(int probes) {
    for (int k = 0; k < probes; k++) {
      Value probe = probe(k);
      Value image = product(k, probe);
      tracer.output(Jvp.tangentName(TracedField.OUTPUT, k), image);
      rates(k, probe, image, 1.0 / probes);
    }
    return tracer.program();
  }

  Program coloured(int spacing) {
    Value probe = probe(0);
    List<Lattice> colours = colouring(field, spacing).pixels();
    boolean kept = kept(colours);
    for (int c = 0; c < colours.size(); c++) {
      Value colour = tracer.indicator(spec.state(), colours.get(c), kept);
      Value direction = tracer.multiply(colour, probe);
      rates(c, direction, product(c, direction), 1.0);
    }
    return tracer.program();
  }

  Program exact() {
    List<Lattice> colours = Colouring.beyondReach(field).entries();
    boolean kept = kept(colours);
    Value diagonal = onDiagonal(0, colours.getFirst(), kept);
    for (int c = 1; c < colours.size(); c++) {
      // Every entry has one term that is not zero: the sum is exact.
      diagonal = tracer.add(diagonal, onDiagonal(c, colours.get(c), kept));
    }
    Shape shape = spec.state();
    tracer.output(AugmentedDynamics.DIAGONAL, diagonal);
    tracer.output(AugmentedDynamics.DIVERGENCE, tracer.dot(diagonal, tracer.fill(shape, 1), 1.0));
    return tracer.program();
  }

  /** Whether first-layer tangents of all these directions are few enough to be kept. */
  private boolean kept(List<Lattice> colours) {
    int first = widths().findFirst().getAsInt();
    return colours.size() * tangentBytes(first) <= KEPT_BYTES;
  }

  private Value onDiagonal(int number, Lattice lattice, boolean kept) {
    Value colour = tracer.indicator(spec.state(), lattice, kept);
    return tracer.multiply(colour, product(number, colour));
  }

  private Value probe(int k) {
    String name = Jvp.tangentName(TracedField.STATE, k);
    return tracer.image(name, spec.state(), Binding.SOLVE);
  }

  /** J times a direction; the field itself goes with the first of them. */
  private Value product(int number, Value direction) {
    if (number > 0 && number % perSection == 0) {
      tracer.endSection();
    }
    return jvp.along(direction).get(TracedField.OUTPUT);
  }

  private void rates(int number, Value probe, Value image, double weight) {
    tracer.output(AugmentedDynamics.divergence(number), tracer.dot(probe, image, weight));
    tracer.output(AugmentedDynamics.jacobian(number), tracer.dot(image, image, weight / entries()));
  }
}
