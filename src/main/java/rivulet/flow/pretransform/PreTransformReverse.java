package rivulet.flow.pretransform;

import java.util.List;
import rivulet.tensor.Shape;

/**
 * The reverse of a {@link PreTransformChain}: maps the data again, keeping what every stage began
 * with, and pulls a gradient back through the stages. One per worker; allocates nothing.
 */
public final class PreTransformReverse {
  private static final double[] NOTHING = {};

  private final PreTransformChain chain;
  private final Shape shape;
  private final double[][] before;

  public PreTransformReverse(PreTransformChain chain, Shape shape) {
    this.chain = chain;
    this.shape = shape;
    this.before = new double[chain.stages().size() + 1][(int) shape.elements()];
  }

  /**
   * Turns the gradient of a function F by the mapped data into that of F + ln |det| by the data, of
   * a chain that does not depend on the coarser image.
   *
   * @param data not modified
   * @param gradient modified
   */
  public void pullBack(double[] data, double[] gradient) {
    pullBack(data, ConditionalMap.IDENTITY, gradient, NOTHING);
  }

  /**
   * Turns the gradient of a function F by the mapped data into that of F + ln |det| by the data and
   * by the coarser image.
   *
   * @param data not modified
   * @param last the chain's map, conditioned on the coarser image
   * @param gradient modified
   * @param coarse modified: the gradient by the coarser image's pixels is added
   */
  public void pullBack(double[] data, ConditionalMap last, double[] gradient, double[] coarse) {
    List<PreTransform> stages = chain.stages();
    System.arraycopy(data, 0, before[0], 0, data.length);
    for (int i = 0; i < stages.size(); i++) {
      System.arraycopy(before[i], 0, before[i + 1], 0, data.length);
      stages.get(i).forward(before[i + 1], 0, shape.channels(), shape.pixels());
    }
    last.pullBack(before[stages.size()], gradient, coarse);
    for (int i = stages.size() - 1; i >= 0; i--) {
      stages.get(i).pullBack(before[i], shape.channels(), shape.pixels(), gradient);
    }
  }
}
