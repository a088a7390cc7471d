package rivulet.autodiff.plan;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import rivulet.autodiff.plan.schedule.Strips;
import rivulet.parallel.WorkerPool;
import rivulet.tensor.Shape;
import rivulet.tensor.Tensor;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Elementwise;
import rivulet.tensor.kernel.convolution.ImageBatch;

/**
 * The memory of one worker for one {@link Plan}: a group of at most {@code lanes} images. A phase
 * works through the lanes selected last; what a lane computes does not depend on which others are
 * selected.
 */
public final class Frame {
  private final Plan plan;
  private Strips strips = Strips.NONE;
  private final int lanes;
  private final MemorySegment[] segments = new MemorySegment[Region.COUNT];
  private final long[][] bases;
  private final Workspace workspace;
  private Sharing sharing;
  final ImageBatch batch;
  final double[] rates;

  /** Inner products as far as the strips before went, by number and lane. */
  final double[] products;

  private final int[] selected;
  private int count;
  private int strip;
  private int reach;
  private MemorySegment lostGroupSums = MemorySegment.NULL;
  private MemorySegment lostSolveSums = MemorySegment.NULL;

  /** Allocates the worker's memory from {@code workspace}, once. */
  public Frame(Plan plan, int lanes, Workspace workspace) {
    this(plan, lanes, lanes, workspace);
  }

  /**
   * A frame for {@link Plan.Phase#UPDATE} and {@link Plan.Phase#REVERSE_UPDATE} alone, which know
   * no images: without the memory of any.
   */
  public static Frame ofUpdates(Plan plan, Workspace workspace) {
    return new Frame(plan, 1, 0, workspace);
  }

  private Frame(Plan plan, int lanes, int images, Workspace workspace) {
    this.plan = plan;
    this.lanes = lanes;
    this.workspace = workspace;
    this.bases = new long[Region.COUNT][lanes];
    this.batch = new ImageBatch(lanes * plan.widestBatch());
    this.products = new double[lanes * plan.products()];
    this.rates = new double[lanes * Math.max(1, plan.quadratures())];
    this.selected = new int[lanes];
    for (Region region : Region.values()) {
      long bytes = plan.bytes(region);
      if (perLane(region)) {
        segments[region.index()] = workspace.allocate(bytes * images);
        stride(region, bytes);
      }
    }
    // A crew of one has no threads, so there is nothing to close.
    enlist(new WorkerPool(1), Sharing.Terms.DEFAULT);
  }

  private static boolean perLane(Region region) {
    return switch (region) {
      case SOLVE, SCRATCH, STRIP, SOLVE_SUM -> true;
      case PARAMETERS, TAPE, STATE, DERIVATIVE, UPDATE_SUM, GRADIENTS, ROWS, WORK -> false;
    };
  }

  /**
   * Chooses who shares this worker's larger kernel calls, by bands of rows; at first nobody does.
   * Changes no bit. Allocates their memory, so it is to be called once.
   *
   * @param crew in use by this frame and others of the same worker only; closed by the caller; made
   *     by rooms of this module alone
   */
  @SuppressWarnings("exports")
  public void crew(WorkerPool crew) {
    crew(crew, Sharing.Terms.DEFAULT);
  }

  /** The same on other terms than the usual ones. */
  void crew(WorkerPool crew, Sharing.Terms terms) {
    if (crew.workers() > 1) {
      enlist(crew, terms);
    }
  }

  private void enlist(WorkerPool crew, Sharing.Terms terms) {
    long members = crew.workers();
    segments[Region.WORK.index()] = workspace.allocate(members * plan.bytes(Region.WORK));
    segments[Region.ROWS.index()] = workspace.allocate(members * plan.bytes(Region.ROWS));
    sharing = new Sharing(this, crew, terms);
  }

  /** Runs an instruction on rows, in bands if that pays: see {@link Sharing#run}. */
  void share(BandedInstruction instruction, int firstRow, int endRow, long nanoseconds) {
    sharing.run(instruction, firstRow, endRow, nanoseconds);
  }

  /** The first row of an image that the instruction now running is to compute. */
  int firstRow(Shape image) {
    return strips.divide(image) ? Math.max(0, strip - reach) : 0;
  }

  /** The row after the last one. */
  int endRow(Shape image) {
    int height = image.height();
    return strips.divide(image) ? Math.min(height, strip + strips.rows() + reach) : height;
  }

  /** See {@link Strips#firstHeld}. */
  long firstHeld() {
    return strips.firstHeld(strip);
  }

  /** Whether no strip of the phase was run yet; also without strips. */
  boolean inFirstStrip() {
    return strip == 0;
  }

  /** Whether no strip of the phase follows; also without strips. */
  boolean inLastStrip() {
    return strip + strips.rows() >= strips.height();
  }

  public Plan plan() {
    return plan;
  }

  public int lanes() {
    return lanes;
  }

  /** Quadrature rates by lane and number, written by evaluations. */
  public double[] rates() {
    return rates;
  }

  private void stride(Region region, long bytes) {
    for (int lane = 0; lane < lanes; lane++) {
      bases[region.index()][lane] = lane * bytes;
    }
  }

  long base(Region region, int lane) {
    return bases[region.index()][lane];
  }

  MemorySegment segment(Region region) {
    return segments[region.index()];
  }

  int count() {
    return count;
  }

  int lane(int index) {
    return selected[index];
  }

  /** Chooses the network: its parameters, the sums of its group and, for updates, gradients. */
  public void bind(NetworkMemory network) {
    segments[Region.PARAMETERS.index()] = network.parameters();
    segments[Region.GRADIENTS.index()] = network.gradients();
  }

  /** Chooses the memory and offset that receive cotangents summed over this worker's group. */
  public void bindSums(MemorySegment sums, long offset) {
    segments[Region.UPDATE_SUM.index()] = sums;
    Arrays.fill(bases[Region.UPDATE_SUM.index()], offset);
  }

  /** Chooses the memory of the registers. */
  public void bindRegisters(MemorySegment registers) {
    segments[Region.STATE.index()] = registers;
    segments[Region.DERIVATIVE.index()] = registers;
  }

  /** Places the registers read and written by one lane, as byte offsets. */
  public void place(int lane, long state, long derivative) {
    bases[Region.STATE.index()][lane] = state;
    bases[Region.DERIVATIVE.index()][lane] = derivative;
  }

  /** Places the residuals of one lane; slots below those of {@link #allocateTape} are kept. */
  public void placeTape(int lane, int slot) {
    bases[Region.TAPE.index()][lane] = ((long) slot * lanes + lane) * plan.bytes(Region.TAPE);
  }

  /** Allocates residual memory for {@code slots} evaluations, at least one. */
  public void allocateTape(int slots) {
    long bytes = plan.bytes(Region.TAPE) * lanes * slots;
    segments[Region.TAPE.index()] = workspace.allocate(bytes);
  }

  /** Selects the lanes of the next phases. */
  public void select(int[] chosen, int number) {
    System.arraycopy(chosen, 0, selected, 0, number);
    count = number;
  }

  /** Sets a scalar input of one lane. */
  public void setScalar(Plan.ScalarInput input, int lane, float value) {
    Operand home = input.home();
    segment(home.region()).set(Plan.FLOAT, home.first(this, lane), value);
  }

  /** Sets an input image of one lane from a planar array. */
  public void setImage(String input, int lane, double[] planar, int start) {
    Operand home = plan.home(input);
    home.layout().scatter(planar, start, segment(home.region()), home.at(this, lane));
  }

  /** A view of an output image of one lane, as the last evaluation left it. */
  public Tensor output(String name, int lane) {
    Operand home = plan.output(name);
    return new Tensor(segment(home.region()), home.at(this, lane), home.layout());
  }

  /** Reads an output image of one lane, as the last evaluation left it, into a planar array. */
  public void readOutput(String name, int lane, double[] planar, int start) {
    Operand home = plan.output(name);
    home.layout().gather(segment(home.region()), home.at(this, lane), planar, start);
  }

  /**
   * Reads the gradient by an input that is constant through a solve, of one lane, as the last
   * {@link Plan.Phase#REVERSE_SOLVE} left it, into a planar array.
   */
  public void readGradient(String input, int lane, double[] planar, int start) {
    Operand home = plan.inputGradient(input);
    home.layout().gather(segment(home.region()), home.at(this, lane), planar, start);
  }

  /** Sets the sums of one lane's solve to zero. */
  public void clearSolveSums(int lane) {
    long bytes = plan.bytes(Region.SOLVE_SUM);
    Elementwise.fill(0f, segment(Region.SOLVE_SUM), lane * bytes, (int) (bytes / 4));
  }

  /**
   * Runs one phase over the selected lanes as {@link #run} does, but the cotangents that it would
   * sum up, over the group and over a lane's solve, are lost.
   */
  public void runWithoutSums(Plan.Phase phase) {
    int group = Region.UPDATE_SUM.index();
    int solve = Region.SOLVE_SUM.index();
    MemorySegment groupSums = segments[group];
    MemorySegment solveSums = segments[solve];
    long offset = bases[group][0];
    if (lostGroupSums.byteSize() == 0) {
      lostGroupSums = workspace.allocate(4L * Math.max(1, plan.sumFloats()));
      lostSolveSums = workspace.allocate(Math.max(4, solveSums.byteSize()));
    }
    segments[group] = lostGroupSums;
    segments[solve] = lostSolveSums;
    Arrays.fill(bases[group], 0);
    run(phase);
    segments[group] = groupSums;
    segments[solve] = solveSums;
    Arrays.fill(bases[group], offset);
  }

  /** Runs one phase over the selected lanes. */
  public void run(Plan.Phase phase) {
    if (phase == Plan.Phase.EVALUATE) {
      int q = plan.quadratures();
      for (int n = 0; n < count; n++) {
        Arrays.fill(rates, selected[n] * q, (selected[n] + 1) * q, 0.0);
      }
    }
    strips = plan.strips().divides(phase) ? plan.strips() : Strips.NONE;
    strip = 0;
    strip(phase);
    while (!inLastStrip()) {
      strip += strips.rows();
      strip(phase);
    }
  }

  private void strip(Plan.Phase phase) {
    List<PlanCode.Entry> entries = plan.instructions(phase);
    for (int i = 0; i < entries.size(); i++) { // by number: an iterator would be an object
      PlanCode.Entry entry = entries.get(i);
      reach = entry.reach();
      entry.instruction().run(this);
    }
  }
}
