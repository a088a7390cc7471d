package rivulet.flow;

import java.lang.foreign.MemorySegment;
import rivulet.autodiff.Plan;
import rivulet.ode.Evaluation;
import rivulet.tensor.Elementwise;
import rivulet.tensor.Workspace;

/**
 * One worker's view of one level under flow matching (math.md, section 5): for a group of images
 * the loss {@code mean ‖f(t, x_t, cond) − (n − d)‖²} over the D entries, with {@code x_t = (1−t)·d
 * + t·n}, and its gradient. d is the level's pre-transformed data and n ~ N(0, I): the flow runs
 * from data at t = 0 to the base at t = 1, as under likelihood. One evaluation and one reverse per
 * image; nothing is solved. Lanes are filled from 0; nothing is allocated in a call.
 */
public final class MatchingWorker {
  private static final int STATE = 0;
  private static final int FIELD = 1;
  private static final int TARGET = 2;
  private static final int RESULT = 3;

  private final CnfLevel level;
  private final LevelData data;
  private final GroupSystem system;
  private final Evaluation batch;
  private final double[] none = new double[0];
  private final double[] times;
  private final double[] losses;
  private final double[] state;
  private final double[] target;
  private final int[] lanes;
  private final MemorySegment sums;

  /** Memory for {@code lanes} images; the flow must hold plain fields of one block per level. */
  public MatchingWorker(MultiResolutionFlow flow, int number, int lanes, Workspace workspace) {
    this.level = flow.level(number);
    if (level.probes() != 0 || level.blocks().size() != 1 || !level.trainable()) {
      throw new IllegalArgumentException(
          "matching: needs one trainable block without probes per level, found "
              + level.blocks().size()
              + " blocks and "
              + level.probes()
              + " probes; choose --blocks 1");
    }
    this.data = new LevelData(flow, number);
    this.system = new GroupSystem(level.plan(), lanes, RESULT + 1, 1, 1, workspace);
    this.batch = new Evaluation(lanes);
    this.times = new double[lanes];
    this.losses = new double[lanes];
    int entries = (int) level.spec().state().elements();
    this.state = new double[entries];
    this.target = new double[entries];
    this.lanes = new int[lanes];
    for (int n = 0; n < lanes; n++) {
      this.lanes[n] = n;
    }
    this.sums = workspace.allocate(4L * level.sumFloats());
    system.frame().bind(level.blocks().getFirst().memory());
    system.frame().bindSums(sums, 0);
  }

  /** Dimensions of this level. */
  public int dimensions() {
    return state.length;
  }

  /**
   * The level's data of an image in model space.
   *
   * @param image dequantised, planar, in [0,1)
   * @param into written from {@code at}, planar
   */
  public void modelSpace(double[] image, double[] into, int at) {
    data.load(image);
    System.arraycopy(data.data(), 0, into, at, state.length);
  }

  /** Sets the class of the images that are loaded from now on, for a model with classes. */
  public void label(int label) {
    data.label(label);
  }

  /**
   * Puts one image into a lane.
   *
   * @param image dequantised, planar, in [0,1)
   * @param t time of the evaluation
   * @param noise n, planar
   */
  public void load(int lane, double[] image, double t, double[] noise) {
    data.load(image);
    double[] d = data.data();
    for (int i = 0; i < state.length; i++) {
      state[i] = (1 - t) * d[i] + t * noise[i];
      target[i] = noise[i] - d[i];
    }
    system.registers().set(lane, STATE, state, 0);
    system.registers().set(lane, TARGET, target, 0);
    if (data.conditional()) {
      system.frame().setImage(NetworkSpec.CONDITION, lane, data.condition(), 0);
    }
    times[lane] = t;
  }

  /** Starts a new sum of gradients. */
  public void clearSums() {
    Elementwise.fill(0f, sums, 0, level.sumFloats());
  }

  /** Cotangents summed over all gradients since {@link #clearSums}. */
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
