package rivulet.flow;

import java.lang.foreign.MemorySegment;
import rivulet.autodiff.TracedField;
import rivulet.autodiff.plan.Plan;
import rivulet.flow.network.CnfLevel;
import rivulet.flow.network.Divergence;
import rivulet.ode.FieldBatch;
import rivulet.parallel.WorkerPool;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Elementwise;

/**
 * A group of images at one level under flow matching (docs/mathematics.md, section 5), on one
 * worker: the loss {@code mean ‖f(t, x_t, cond) − (n − d)‖²} over the D entries, with {@code x_t =
 * (1−t)·d + t·n}, and its gradient. d is data in model space and n ~ N(0, I): the flow runs from
 * data at t = 0 to the base at t = 1, as under likelihood. One evaluation and one reverse per
 * image; nothing is solved. Lanes are filled from 0; nothing is allocated in a call.
 */
public final class MatchingGroup {
  private static final int STATE = 0;
  private static final int FIELD = 1;
  private static final int TARGET = 2;
  private static final int RESULT = 3;

  private final CnfLevel level;
  private final GroupSystem system;
  private final FieldBatch batch;
  private final double[] none = new double[0];
  private final double[] times;
  private final double[] losses;
  private final double[] state;
  private final double[] target;
  private final int[] lanes;
  private MemorySegment sums = MemorySegment.NULL;

  /**
   * Memory for {@code lanes} images.
   *
   * @param level trainable, of one block, without a divergence
   */
  public MatchingGroup(CnfLevel level, int lanes, Workspace workspace) {
    boolean plain = level.divergence() instanceof Divergence.None;
    if (!plain || level.blocks().size() != 1 || !level.trainable()) {
      throw new IllegalArgumentException(
          "matching: needs one trainable block without divergence per level, found "
              + level.blocks().size()
              + " blocks with divergence "
              + level.divergence().text()
              + "; choose `blocks` 1");
    }
    this.level = level;
    this.system = new GroupSystem(level, lanes, RESULT + 1, 1, 1, 0, workspace);
    this.batch = new FieldBatch(lanes);
    this.times = new double[lanes];
    this.losses = new double[lanes];
    int entries = (int) level.spec().state().elements();
    this.state = new double[entries];
    this.target = new double[entries];
    this.lanes = new int[lanes];
    for (int n = 0; n < lanes; n++) {
      this.lanes[n] = n;
    }
    system.frame().bind(level.blocks().getFirst().memory());
  }

  /** Chooses who shares the larger kernel calls; see {@link FlowGroup#crew}. Changes no bit. */
  void crew(WorkerPool crew) {
    system.frame().crew(crew);
  }

  /** Most images of a group. */
  int lanes() {
    return lanes.length;
  }

  /** Dimensions D of an image. */
  public int dimensions() {
    return state.length;
  }

  /**
   * Puts one image into a lane.
   *
   * @param data d, planar
   * @param t time of the evaluation
   * @param noise n, planar
   */
  public void load(int lane, double[] data, double t, double[] noise) {
    for (int i = 0; i < state.length; i++) {
      state[i] = (1 - t) * data[i] + t * noise[i];
      target[i] = noise[i] - data[i];
    }
    system.registers().set(lane, STATE, state, 0);
    system.registers().set(lane, TARGET, target, 0);
    times[lane] = t;
  }

  /** Sets the condition of a lane, planar; only where the level has one. */
  void condition(int lane, double[] planar) {
    system.frame().setImage(TracedField.CONDITION, lane, planar, 0);
  }

  /**
   * Starts a new sum of gradients.
   *
   * @param memory where it is summed up, native, of {@link CnfLevel#sumFloats} floats; set to zero
   */
  public void sumInto(MemorySegment memory) {
    sums = memory;
    system.frame().bindSums(sums, 0);
    Elementwise.fill(0f, sums, 0, level.sumFloats());
  }

  /** Cotangents summed over all gradients since {@link #sumInto}, in the memory given there. */
  public MemorySegment sums() {
    return sums;
  }

  /**
   * Adds the gradients of {@code weight} × loss of the first {@code count} lanes to {@link #sums}.
   */
  public void gradient(int count, double weight) {
    system.frame().select(lanes, count);
    system.frame().run(Plan.Phase.SOLVE);
    system.begin(0);
    list(count, STATE, FIELD);
    system.evaluate(batch);
    double scale = 2 * weight / state.length;
    for (int lane = 0; lane < count; lane++) {
      system.registers().scale(lane, FIELD, scale, FIELD);
      system.registers().addScaled(lane, TARGET, -scale, FIELD);
      losses[lane] = system.registers().sumOfSquares(lane, FIELD) / (scale * scale * state.length);
      system.frame().clearSolveSums(lane);
    }
    list(count, FIELD, RESULT);
    system.pullBack(batch, none);
    system.frame().run(Plan.Phase.REVERSE_SOLVE);
  }

  private void list(int count, int from, int to) {
    batch.begin(from, to, false, none);
    for (int lane = 0; lane < count; lane++) {
      batch.add(lane, times[lane], 0);
    }
  }

  /** Loss of a lane after {@link #gradient}. */
  public double loss(int lane) {
    return losses[lane];
  }
}
