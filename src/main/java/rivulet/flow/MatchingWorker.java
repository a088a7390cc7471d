package rivulet.flow;

import java.lang.foreign.MemorySegment;
import rivulet.parallel.WorkerPool;
import rivulet.tensor.Workspace;

/**
 * One worker's view of one level under flow matching: hands the level data of images to a {@link
 * MatchingGroup}. Lanes are filled from 0; nothing is allocated in a call.
 */
public final class MatchingWorker {
  private final MatchingGroup group;
  private final LevelData data;

  /** Memory for {@code lanes} images; the flow must hold plain fields of one block per level. */
  public MatchingWorker(MultiResolutionFlow flow, int number, int lanes, Workspace workspace) {
    this.group = new MatchingGroup(flow.level(number), lanes, workspace);
    this.data = new LevelData(flow, number);
  }

  /** Chooses who shares the larger kernel calls. Changes no bit. */
  public void crew(WorkerPool crew) {
    group.crew(crew);
  }

  /** Most images of a group. */
  public int capacity() {
    return group.lanes();
  }

  /** Dimensions of this level. */
  public int dimensions() {
    return group.dimensions();
  }

  /**
   * The level's data of an image in model space.
   *
   * @param into written from {@code at}, planar
   */
  public void modelSpace(AnalysedImage image, double[] into, int at) {
    data.loadValues(image);
    System.arraycopy(data.data(), 0, into, at, group.dimensions());
  }

  /** Sets the class of the images that are loaded from now on, for a model with classes. */
  public void label(int label) {
    data.label(label);
  }

  /**
   * Puts one image into a lane.
   *
   * @param t time of the evaluation
   * @param noise n, planar
   */
  public void load(int lane, AnalysedImage image, double t, double[] noise) {
    data.loadValues(image);
    group.load(lane, data.data(), t, noise);
    if (data.conditional()) {
      group.condition(lane, data.condition());
    }
  }

  /** Starts a new sum of gradients in {@code memory}; see {@link MatchingGroup#sumInto}. */
  public void sumInto(MemorySegment memory) {
    group.sumInto(memory);
  }

  /** Cotangents summed over all gradients since {@link #sumInto}. */
  public MemorySegment sums() {
    return group.sums();
  }

  /**
   * Adds the gradients of {@code weight} × loss of the first {@code count} lanes to {@link #sums}.
   */
  public void gradient(int count, double weight) {
    group.gradient(count, weight);
  }

  /** Loss of a lane after {@link #gradient}. */
  public double loss(int lane) {
    return group.loss(lane);
  }
}
