package rivulet.flow;

import java.util.Arrays;
import java.util.List;
import rivulet.autodiff.TracedField;
import rivulet.autodiff.Vjp;
import rivulet.autodiff.plan.Frame;
import rivulet.autodiff.plan.Plan;
import rivulet.flow.network.AugmentedDynamics;
import rivulet.flow.network.CnfLevel;
import rivulet.ode.AdjointSystem;
import rivulet.ode.FieldBatch;
import rivulet.tensor.Workspace;

/**
 * A group of images at one level as an ODE with quadratures, on one worker: the float32 side of
 * {@link AdjointSystem}. Residuals are kept in a ring per block: the evaluations nearest the end of
 * a solve survive, which are the first that the adjoint asks for.
 */
final class GroupSystem implements AdjointSystem {
  /** First of the quadratures that are shares of the log-det: by probe, then by entry. */
  static final int SHARES = AugmentedDynamics.QUADRATURES.size();

  private static final int NOTHING = -1;
  private static final double LN_2PI = StrictMath.log(2 * StrictMath.PI);

  private final Frame frame;
  private final Registers registers;
  private final Plan.ScalarInput time;
  private final Plan.ScalarInput[] rateCotangents;
  private final int[] rateNumbers;
  private final boolean reversible;
  private final int ring;
  private final int[][] owners;
  private final int perEvaluation;
  private final int all;
  private int block;
  private int quadratures;

  /**
   * @param blocks blocks whose residuals share the tape
   * @param tapeSlots residual slots per block and lane; 0 for evaluation only
   * @param spare 1 if some evaluations keep no residuals, 0 if all have a slot
   */
  GroupSystem(
      CnfLevel level,
      int lanes,
      int registers,
      int blocks,
      int tapeSlots,
      int spare,
      Workspace workspace) {
    Plan plan = level.plan();
    this.frame = new Frame(plan, lanes, workspace);
    this.registers = new Registers(plan.stateLayout(), lanes, registers, blocks, workspace);
    frame.bindRegisters(this.registers.memory());
    this.time = plan.scalar(TracedField.TIME);
    this.reversible = tapeSlots > 0;
    this.ring = tapeSlots;
    this.owners = new int[blocks][lanes * Math.max(1, tapeSlots)];
    frame.allocateTape(reversible ? blocks * tapeSlots + spare : 0);
    List<String> rates = reversible ? AugmentedDynamics.rateOutputs(plan.program()) : List.of();
    this.rateCotangents =
        rates.stream()
            .map(name -> plan.scalar(Vjp.cotangentName(name)))
            .toArray(Plan.ScalarInput[]::new);
    this.perEvaluation = SHARES + level.separateProbes();
    this.all = quadratures(level);
    this.quadratures = all;
    this.rateNumbers = rates.stream().mapToInt(AugmentedDynamics::quadrature).toArray();
  }

  /** Quadratures of a measured solve: those of the dynamics, then shares by probe and by entry. */
  static int quadratures(CnfLevel level) {
    return SHARES + level.separateProbes() + level.separateEntries();
  }

  /**
   * Residual slots per block and lane that fit into so many bytes, but at least one step's and at
   * most 16; none if the level has no reverse.
   */
  static int slots(CnfLevel level, long tapeBytes, int lanes, int perStep) {
    long bytes = level.plan().tapeBytes() * lanes * level.blocks().size();
    long affordable = tapeBytes / Math.max(1, bytes);
    return level.reversible() ? (int) Math.clamp(affordable, perStep, 16L * perStep) : 0;
  }

  Frame frame() {
    return frame;
  }

  Registers registers() {
    return registers;
  }

  /** Begins the forward solve of a block: its old residuals are forgotten. */
  void begin(int block) {
    resume(block);
    Arrays.fill(owners[block], NOTHING);
  }

  /** Goes back to a block that was solved before. */
  void resume(int block) {
    this.block = block;
    registers.useBlock(block);
  }

  @Override
  public int lanes() {
    return frame.lanes();
  }

  @Override
  public int quadratures() {
    return quadratures;
  }

  /** Computes what depends on condition and probe alone, for the listed lanes. */
  void prepare(FieldBatch batch) {
    frame.select(batch.lanes(), batch.count());
    frame.run(Plan.Phase.SOLVE);
  }

  /** Number of the first quadrature that is an entry's share of the log-det. */
  int firstEntry() {
    return perEvaluation;
  }

  /** ln N(register; 0, I) of a lane of so many entries, in nats. */
  double baseLogDensity(int lane, int register, int entries) {
    return -0.5 * (registers.sumOfSquares(lane, register) + entries * LN_2PI);
  }

  /** Switches the quadratures off (sampling) or on. */
  void quadratures(boolean wanted) {
    quadratures = wanted ? all : 0;
  }

  @Override
  public void evaluate(FieldBatch batch) {
    boolean kept = batch.count() > 0 && batch.slot(batch.lane(0)) >= 0 && reversible;
    place(batch);
    frame.run(batch.quadratures() || kept ? Plan.Phase.EVALUATE : Plan.Phase.EVALUATE_PRIMAL);
    if (batch.quadratures()) {
      copyRates(batch);
    }
  }

  private void copyRates(FieldBatch batch) {
    int q = quadratures();
    double[] rates = batch.rates();
    for (int i = 0; i < batch.count(); i++) {
      int lane = batch.lane(i);
      int at = lane * q;
      System.arraycopy(frame.rates(), lane * perEvaluation, rates, at, perEvaluation);
      for (int share = at + SHARES; share < at + perEvaluation; share++) {
        rates[at] += rates[share];
      }
      if (all > perEvaluation) {
        frame.readOutput(AugmentedDynamics.DIAGONAL, lane, rates, at + perEvaluation);
      }
    }
  }

  private void place(FieldBatch batch) {
    frame.select(batch.lanes(), batch.count());
    for (int i = 0; i < batch.count(); i++) {
      int lane = batch.lane(i);
      frame.place(
          lane,
          registers.address(lane, batch.state()),
          registers.address(lane, batch.derivative()));
      frame.setScalar(time, lane, (float) batch.time(lane));
      if (reversible) {
        frame.placeTape(lane, tapeSlot(lane, batch.slot(lane)));
      }
    }
  }

  /** The place of a slot in the ring; evaluations that need none share the last place. */
  private int tapeSlot(int lane, int slot) {
    if (slot < 0) {
      return owners.length * ring;
    }
    owners[block][lane * ring + slot % ring] = slot;
    return block * ring + slot % ring;
  }

  @Override
  public boolean residualsKept(int lane, int slot) {
    return owners[block][lane * ring + slot % ring] == slot;
  }

  @Override
  public void pullBack(FieldBatch batch, double[] weights) {
    place(batch);
    for (int i = 0; i < batch.count(); i++) {
      int lane = batch.lane(i);
      for (int r = 0; r < rateCotangents.length; r++) {
        double weight = batch.quadratures() ? weights[lane * quadratures() + rateNumbers[r]] : 0.0;
        frame.setScalar(rateCotangents[r], lane, (float) weight);
      }
    }
    if (batch.parameters()) {
      frame.run(Plan.Phase.REVERSE_EVALUATION);
    } else {
      frame.runWithoutSums(Plan.Phase.REVERSE_EVALUATION);
    }
  }

  @Override
  public void combine(int lane, int dst, int base, double[] coefficients, int[] stages, int count) {
    registers.combine(lane, dst, base, coefficients, stages, count);
  }

  @Override
  public double errorRatio(
      int lane, int y0, int y1, double[] c, int[] stages, int count, double atol, double rtol) {
    return registers.errorRatio(lane, y0, y1, c, stages, count, atol, rtol);
  }

  @Override
  public double scaledNorm(int lane, int a, int b, int y, double atol, double rtol) {
    return registers.scaledNorm(lane, a, b, y, atol, rtol);
  }

  @Override
  public boolean isFinite(int lane, int register) {
    return registers.isFinite(lane, register);
  }

  @Override
  public void copy(int lane, int from, int to) {
    registers.copy(lane, from, to);
  }

  @Override
  public void store(int lane, int register, int index) {
    registers.store(lane, register, index);
  }

  @Override
  public void restore(int lane, int index, int register) {
    registers.restore(lane, index, register);
  }
}
