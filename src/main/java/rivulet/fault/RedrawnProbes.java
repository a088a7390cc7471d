package rivulet.fault;

import java.util.Arrays;
import rivulet.flow.BlockRun;
import rivulet.flow.network.ProbeKind;
import rivulet.ode.FieldBatch;
import rivulet.ode.OdeSystem;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;

/**
 * {@link LikelihoodFault#REDRAWN_PROBE}: draws a new probe before each evaluation of the divergence
 * and counts the error of the log-det beside that of the state. Its scale is taken from the largest
 * rate so far, which is the log-det of an interval of length one. For one solve of one block: what
 * will be drawn for a lane follows from the probes it was given, so it does not depend on its
 * company.
 */
final class RedrawnProbes implements OdeSystem {
  private final BlockRun run;
  private final OdeSystem system;
  private final ProbeKind kind;
  private final int entries;
  private final NoiseStream noise = new NoiseStream();
  private final double[] probe;
  private final FieldBatch batch;
  private final double[] rates;
  private final double[][] registers;
  private final double[] largest;
  private final long[] seeds;
  private final int[] draws;

  RedrawnProbes(BlockRun run, ProbeKind kind) {
    this.run = run;
    this.system = run.system();
    this.kind = kind;
    int lanes = system.lanes();
    this.entries = run.probes(0).length / run.probes();
    this.probe = new double[entries];
    this.batch = new FieldBatch(lanes);
    this.rates = new double[lanes * system.quadratures()];
    this.registers = new double[lanes][run.registers()];
    this.largest = new double[lanes];
    this.seeds = new long[lanes];
    this.draws = new int[lanes];
    for (int lane = 0; lane < lanes; lane++) {
      seeds[lane] = Arrays.hashCode(run.probes(lane));
    }
  }

  @Override
  public int lanes() {
    return system.lanes();
  }

  @Override
  public int quadratures() {
    return system.quadratures();
  }

  @Override
  public void evaluate(FieldBatch wanted) {
    batch.begin(wanted.state(), wanted.derivative(), true, rates);
    for (int i = 0; i < wanted.count(); i++) {
      int lane = wanted.lane(i);
      batch.add(lane, wanted.time(lane), -1);
      draw(lane);
    }
    run.prepare(batch);
    system.evaluate(batch);
    int q = quadratures();
    for (int i = 0; i < wanted.count(); i++) {
      int lane = wanted.lane(i);
      double rate = rates[lane * q];
      registers[lane][wanted.derivative()] = rate;
      largest[lane] = Math.max(largest[lane], Math.abs(rate));
      if (wanted.quadratures()) {
        System.arraycopy(rates, lane * q, wanted.rates(), lane * q, q);
      }
    }
  }

  private void draw(int lane) {
    for (int number = 0; number < run.probes(); number++) {
      noise.reset(seeds[lane], Purpose.PROBE, 0, 0, 0, 0, ++draws[lane]);
      kind.fill(noise, probe, 0, entries);
      run.probe(number, lane, probe);
    }
  }

  @Override
  public double errorRatio(
      int lane, int y0, int y1, double[] c, int[] stages, int count, double atol, double rtol) {
    double ratio = system.errorRatio(lane, y0, y1, c, stages, count, atol, rtol);
    double error = 0;
    for (int j = 0; j < count; j++) {
      error += c[j] * registers[lane][stages[j]];
    }
    error /= atol + rtol * largest[lane];
    return Math.sqrt((entries * ratio * ratio + error * error) / (entries + 1));
  }

  @Override
  public void copy(int lane, int from, int to) {
    system.copy(lane, from, to);
    registers[lane][to] = registers[lane][from];
  }

  @Override
  public void combine(int lane, int dst, int base, double[] c, int[] stages, int count) {
    system.combine(lane, dst, base, c, stages, count);
  }

  @Override
  public double scaledNorm(int lane, int a, int b, int y, double atol, double rtol) {
    return system.scaledNorm(lane, a, b, y, atol, rtol);
  }

  @Override
  public boolean isFinite(int lane, int register) {
    return system.isFinite(lane, register);
  }

  @Override
  public void store(int lane, int register, int index) {
    system.store(lane, register, index);
  }

  @Override
  public void restore(int lane, int index, int register) {
    system.restore(lane, index, register);
  }
}
