package rivulet.flow;

import java.lang.foreign.MemorySegment;
import rivulet.flow.network.Differentiation;
import rivulet.flow.network.ProbeKind;
import rivulet.ode.SolverOptions;
import rivulet.ode.adjoint.Adjoint;
import rivulet.parallel.WorkerPool;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;
import rivulet.tensor.Workspace;
import rivulet.wavelet.PyramidCoefficients;

/**
 * One worker's view of one level: takes dequantised images apart, encodes their level data in
 * groups and gives their likelihoods and gradients; or decodes latents. Lanes are filled from 0.
 */
public final class LevelWorker {
  private static final double LN_2PI = StrictMath.log(2 * StrictMath.PI);

  /** A loss of weight −1 has the gradient of ln p itself. */
  private static final LossWeights LIKELIHOOD = new LossWeights(-1, 0, 0);

  private final ModelSpec spec;
  private final int level;
  private final FlowGroup group;
  private final int blocks;
  private final int probeCount;
  private final ProbeKind probeKind;
  private final NoiseStream noise = new NoiseStream();
  private final LevelData data;
  private final double[] pixelLogDet;
  private final double[] preLogDet;
  private final double[] noFlow;
  private final int[] lanes;

  /** See {@link FlowGroup} for the sizes. */
  public LevelWorker(
      MultiResolutionFlow flow,
      int level,
      SolverOptions options,
      ProbeKind probeKind,
      int lanes,
      long tapeBytes,
      Workspace workspace) {
    this(
        flow,
        level,
        options,
        Adjoint.Kind.DISCRETE,
        probeKind,
        lanes,
        tapeBytes,
        workspace,
        BlockSolver.ONCE);
  }

  /** The same with a choice of how gradients are found and of how {@link #encode} solves. */
  public LevelWorker(
      MultiResolutionFlow flow,
      int level,
      SolverOptions options,
      Adjoint.Kind adjoint,
      ProbeKind probeKind,
      int lanes,
      long tapeBytes,
      Workspace workspace,
      BlockSolver solver) {
    this.spec = flow.spec();
    this.level = level;
    this.group =
        new FlowGroup(flow.level(level), options, adjoint, lanes, tapeBytes, workspace, solver);
    this.blocks = spec.blocks();
    this.probeCount = flow.level(level).probes();
    this.probeKind = probeKind;
    this.data = new LevelData(flow, level);
    this.pixelLogDet = new double[lanes];
    this.preLogDet = new double[lanes];
    this.noFlow = new double[lanes];
    this.lanes = new int[lanes];
    for (int i = 0; i < lanes; i++) {
      this.lanes[i] = i;
    }
  }

  /** Chooses who shares the larger kernel calls, as {@link FlowGroup#crew} does. */
  public void crew(WorkerPool crew) {
    group.crew(crew);
  }

  /** Most images of a group. */
  public int capacity() {
    return lanes.length;
  }

  /** Dimensions of this level. */
  public int dimensions() {
    return (int) spec.state(level).elements();
  }

  /** Sets the class of the images that are loaded from now on, for a model with classes. */
  public void label(int label) {
    data.label(label);
  }

  /**
   * Puts the level data of one image into a lane and draws its probes.
   *
   * @param index the image's own index, which with seed and epoch determines its probes
   */
  public void load(int lane, AnalysedImage image, long seed, int epoch, long index) {
    loadData(lane, image);
    drawProbes(lane, seed, epoch, index);
  }

  private void drawProbes(int lane, long seed, int epoch, long index) {
    int entries = dimensions();
    for (int block = 0; block < blocks; block++) {
      double[] probes = group.probes(block, lane);
      probeKind.draw(noise, seed, epoch, index, level, block, probeCount, entries, probes);
    }
  }

  /** Puts the level data of one image into a lane; probes are left to the caller. */
  public void loadData(int lane, AnalysedImage image) {
    put(lane, data.load(image));
  }

  private void put(int lane, double logDet) {
    pixelLogDet[lane] = data.pixelLogDet();
    preLogDet[lane] = logDet;
    noFlow[lane] = logDet + gaussian(data.data());
    group.state(lane, data.data());
    if (data.conditional()) {
      group.condition(lane, data.condition());
    }
  }

  private static double gaussian(double[] z) {
    double sum = 0;
    for (double value : z) {
      sum += value * value;
    }
    return -0.5 * (sum + z.length * LN_2PI);
  }

  /** Probes of a block and lane, for callers that choose their own. */
  public double[] probes(int block, int lane) {
    return group.probes(block, lane);
  }

  /**
   * Chooses the end times of the next {@link #encode}: one for each block from U[1−b, 1+b], a
   * function of seed, step, level and block, the same for all images. For training only.
   */
  public void drawEndTimes(double b, long seed, long step) {
    for (int block = 0; block < blocks; block++) {
      noise.reset(seed, Purpose.TIME, 0, step, level, block, 1); // 0: times of matching
      group.endTime(block, FlowGroup.END + b * (2 * noise.nextUniform() - 1));
    }
  }

  /** Encodes the first {@code count} lanes. */
  public void encode(int count) {
    group.encode(lanes, count);
  }

  /** ln p of the level data, in nats, after {@link #encode}. */
  public double logLikelihood(int lane) {
    return preLogDet[lane] + group.logDet(lane) + group.baseLogDensity(lane);
  }

  /** ln |det| of the transform of the image's pixels, in nats; the same at every level. */
  public double pixelLogDet(int lane) {
    return pixelLogDet[lane];
  }

  /** ln |det| of the pre-transform and of the halving that made the level's data, in nats. */
  public double preTransformLogDet(int lane) {
    return preLogDet[lane];
  }

  /** ∫ divergence over all blocks, in nats, after {@link #encode}. */
  public double flowLogDet(int lane) {
    return group.logDet(lane);
  }

  /** Number of probes that {@link #probeShare} tells apart; 0 if they are not told apart. */
  public int probeShares() {
    return group.probeShares();
  }

  /** See {@link FlowGroup#probeShare}. */
  public double probeShare(int lane, int probe) {
    return group.probeShare(lane, probe);
  }

  /**
   * Where ln p of a lane comes from, after {@link #encode} with an exact divergence: adds the
   * shares of each pixel of the level, in nats, to the arrays of {@code shares}.
   *
   * @param image that was loaded
   */
  public void addShares(int lane, AnalysedImage image, PixelShares shares) {
    data.addPreTransformShares(image, shares.preTransform());
    int channels = spec.state(level).channels();
    group.logDetMap(lane, data.data());
    shares.addLogDet(data.data(), channels);
    group.state(lane, data.data(), 0);
    shares.addBase(data.data(), channels);
  }

  /** ln p of the level data under pre-transform and N(0,I) alone, without any flow. */
  public double noFlowLogLikelihood(int lane) {
    return noFlow[lane];
  }

  public double kinetic(int lane) {
    return group.kinetic(lane);
  }

  public double jacobian(int lane) {
    return group.jacobian(lane);
  }

  public int evaluations(int lane) {
    return group.evaluations(lane);
  }

  /** The latent of a lane after {@link #encode}, planar. */
  public void latent(int lane, double[] planar) {
    group.state(lane, planar, 0);
  }

  /** Starts a new sum of gradients. */
  public void clearSums() {
    group.clearSums();
  }

  /** See {@link FlowGroup#sums}. */
  public MemorySegment sums() {
    return group.sums();
  }

  /** Adds the loss gradients of the first {@code count} lanes to {@link #sums}. */
  public void gradient(int count, LossWeights loss) {
    group.gradient(lanes, count, loss);
  }

  /**
   * After {@link #encode} of a flow that was loaded {@link Differentiation#BY_INPUTS}: the gradient
   * of ln p of the first {@code count} lanes, for {@link #pullBack}.
   */
  void inputGradient(int count) {
    group.gradient(lanes, count, LIKELIHOOD);
  }

  /**
   * The gradient of ln p of a lane's level data by what the pyramid gives, pre-transform included.
   *
   * @param image that was loaded
   * @param into its data and condition of this level are written
   */
  void pullBack(int lane, AnalysedImage image, PyramidCoefficients into) {
    group.dataGradient(lane, data.data());
    data.pullBack(image, data.data(), group.conditionGradient(lane), into);
  }

  /** Puts a latent and its coarser image, planar, into a lane, for {@link #decode}. */
  public void loadLatent(int lane, double[] latent, double[] condition) {
    group.state(lane, latent);
    noFlow[lane] = group.baseLogDensity(lane);
    if (data.conditional()) {
      group.condition(lane, data.condition(condition));
    }
  }

  /** Decodes the first {@code count} lanes. */
  public void decode(int count) {
    group.decode(lanes, count);
  }

  /** The same with what {@link #decodedLogLikelihood} needs. */
  void decodeWithLogDet(int count) {
    group.decodeWithLogDet(lanes, count);
  }

  /**
   * The level data of a lane after {@link #decode}, pre-transform undone, planar.
   *
   * @param coarse the coarser image that the lane was loaded with, planar
   */
  public void decoded(int lane, double[] planar, double[] coarse) {
    group.state(lane, planar, 0);
    data.inverse(planar, coarse);
  }

  /**
   * ln p of a lane's level data after {@link #decodeWithLogDet}, in nats: of its latent under
   * N(0,I), plus what flow, pre-transform and halving add.
   *
   * @param planar what {@link #decoded} has written
   * @param coarse as there, not yet refined
   */
  double decodedLogLikelihood(int lane, double[] planar, double[] coarse) {
    return noFlow[lane] + group.logDet(lane) + data.logDet(planar, coarse);
  }
}
