package baselines;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import rivulet.autodiff.Vjp;
import rivulet.autodiff.plan.Frame;
import rivulet.autodiff.plan.Plan;
import rivulet.tensor.Layout;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Elementwise;

/**
 * Losses of a group of images under a {@link PlannedNetwork}, and their gradient. Lanes are filled
 * from 0; allocates nothing after construction.
 */
final class GroupWorker {
  private static final int STATE = 0;
  private static final int OUTPUT = 1;
  private static final int COTANGENT = 2; // stays zero: the loss is made of sums alone
  private static final int RESULT = 3;

  private final PlannedNetwork network;
  private final Frame frame;
  private final Layout layout;
  private final MemorySegment registers;
  private final MemorySegment sums;
  private final int[] lanes;
  private final Plan.ScalarInput[] cotangents;
  private final double[] weights;

  GroupWorker(PlannedNetwork network, int lanes, Workspace workspace) {
    this.network = network;
    Plan plan = network.plan();
    this.frame = new Frame(plan, lanes, workspace);
    this.layout = plan.stateLayout();
    this.registers = workspace.allocate(layout.imageBytes() * lanes * (RESULT + 1));
    this.sums = workspace.allocate(4L * plan.sumFloats());
    this.lanes = new int[lanes];
    List<String> terms = List.copyOf(network.loss().terms().keySet());
    this.cotangents = new Plan.ScalarInput[terms.size()];
    Arrays.setAll(cotangents, i -> plan.scalar(Vjp.cotangentName(terms.get(i))));
    this.weights = new double[terms.size()];
    Arrays.setAll(weights, i -> network.loss().terms().get(terms.get(i)));
    frame.bind(network.memory());
    frame.bindRegisters(registers);
    frame.bindSums(sums, 0);
    frame.allocateTape(1);
    for (int lane = 0; lane < lanes; lane++) {
      this.lanes[lane] = lane;
      frame.placeTape(lane, 0);
    }
  }

  /** Most images of a group. */
  int capacity() {
    return lanes.length;
  }

  private long register(int lane, int number) {
    return ((long) number * lanes.length + lane) * layout.imageBytes();
  }

  private void place(int count, int from, int to) {
    for (int lane = 0; lane < count; lane++) {
      frame.place(lane, register(lane, from), register(lane, to));
    }
    frame.select(lanes, count);
  }

  /** Sets the image of a lane. */
  void state(int lane, double[] planar) {
    layout.scatter(planar, 0, registers, register(lane, STATE));
  }

  /** Sets another input of a lane. */
  void image(String name, int lane, double[] planar) {
    frame.setImage(name, lane, planar, 0);
  }

  /** Evaluates the first lanes. */
  void evaluate(int count) {
    place(count, STATE, OUTPUT);
    frame.run(Plan.Phase.SOLVE);
    frame.run(Plan.Phase.EVALUATE);
  }

  /** A sum of a lane, after {@link #evaluate}. */
  double sum(String name, int lane) {
    int number = network.rates().indexOf(name);
    return frame.rates()[lane * network.rates().size() + number];
  }

  /** The loss of a lane, in nats. */
  double loss(int lane) {
    return network.loss().loss(name -> sum(name, lane));
  }

  /** The program's output image of a lane. */
  void output(int lane, double[] planar) {
    layout.gather(registers, register(lane, OUTPUT), planar, 0);
  }

  /** Begins a new sum of gradients. */
  void clearSums() {
    Elementwise.fill(0f, sums, 0, network.plan().sumFloats());
  }

  /** Gradients summed since then, as the plan lays them out. */
  MemorySegment sums() {
    return sums;
  }

  /** Adds the gradient of {@code factor} times the losses of the first lanes. */
  void addGradients(int count, double factor) {
    for (int lane = 0; lane < count; lane++) {
      for (int i = 0; i < cotangents.length; i++) {
        frame.setScalar(cotangents[i], lane, (float) (factor * weights[i]));
      }
      frame.clearSolveSums(lane);
    }
    place(count, COTANGENT, RESULT);
    frame.run(Plan.Phase.REVERSE_EVALUATION);
    frame.run(Plan.Phase.REVERSE_SOLVE);
  }
}
