package rivulet.flow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import rivulet.autodiff.Interpreter;
import rivulet.autodiff.Jvp;
import rivulet.autodiff.Program;
import rivulet.autodiff.TracedField;
import rivulet.flow.network.Divergence;
import rivulet.flow.network.ProbeKind;
import rivulet.ode.SolverOptions;
import rivulet.random.NoiseStream;

/**
 * The float64 twin of a {@link LevelWorker}: likelihoods of one image after the other at one level,
 * with the same weights, noise and probes. For audits.
 */
public final class ReferenceLevel {
  private static final double LN_2PI = StrictMath.log(2 * StrictMath.PI);

  private final int level;
  private final Divergence divergence;
  private final ProbeKind probeKind;
  private final LevelData data;
  private final List<Map<String, double[]>> blocks = new ArrayList<>();
  private final ReferenceFlow flow;
  private final NoiseStream noise = new NoiseStream();

  public ReferenceLevel(
      FlowModel model,
      int level,
      Divergence divergence,
      SolverOptions options,
      ProbeKind probeKind) {
    this.level = level;
    this.divergence = divergence;
    this.probeKind = probeKind;
    this.data = new LevelData(model, level);
    for (Map<String, float[]> block : model.levels().get(level).blocks()) {
      Map<String, double[]> wide = new LinkedHashMap<>();
      block.forEach((name, values) -> wide.put(name, widen(values)));
      blocks.add(wide);
    }
    this.flow = ReferenceFlow.of(model.spec().field(level), divergence, options);
  }

  private static double[] widen(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  /** Sets the class of the images that follow, for a model with classes. */
  public void label(int label) {
    data.label(label);
  }

  /**
   * ln p of the level data of one image, in nats.
   *
   * @param index the image's own index, which with seed and epoch determines its probes
   * @throws SolveException if a block does not arrive
   */
  public double logLikelihood(AnalysedImage image, long seed, int epoch, long index) {
    double logDet = data.load(image);
    int entries = data.data().length;
    flow.begin(data.data(), data.conditional() ? data.condition() : new double[0]);
    for (int block = 0; block < blocks.size(); block++) {
      flow.block(block, blocks.get(block), probes(block, entries, seed, epoch, index));
    }
    double squares = 0;
    for (double z : flow.state()) {
      squares += z * z;
    }
    return logDet + flow.logDet() - 0.5 * (squares + entries * LN_2PI);
  }

  /**
   * One evaluation of a program of the level's field at an image's data, at time 0 of its first
   * block, every value of which can then be looked at.
   *
   * @param program the field's own, or its derivative along one direction, for which the image's
   *     probe is taken
   * @param index the image's own index, which with seed determines its probe
   */
  public Interpreter evaluated(Program program, AnalysedImage image, long seed, long index) {
    data.load(image);
    Interpreter interpreter = new Interpreter(1, program.values().size());
    blocks.getFirst().forEach((name, values) -> interpreter.set(program.input(name), values));
    interpreter.set(program.input(TracedField.STATE), data.data());
    interpreter.set(program.input(TracedField.TIME), new double[] {FlowGroup.START});
    if (data.conditional()) {
      interpreter.set(program.input(TracedField.CONDITION), data.condition());
    }
    String direction = Jvp.tangentName(TracedField.STATE, 0);
    if (program.inputs().containsKey(direction)) {
      interpreter.set(program.input(direction), probes(0, data.data().length, seed, 0, index));
    }
    interpreter.run(program.values());
    return interpreter;
  }

  /** ln |det| of the transform of the last image's pixels, in nats; part of no level. */
  public double pixelLogDet() {
    return data.pixelLogDet();
  }

  private double[] probes(int block, int entries, long seed, int epoch, long index) {
    double[] probes = new double[divergence.probes() * entries];
    probeKind.draw(noise, seed, epoch, index, level, block, divergence.probes(), entries, probes);
    return probes;
  }
}
