package rivulet.flow;

import java.util.List;
import rivulet.tensor.Shape;

/**
 * The reverse of a {@link PreTransformChain}: maps the data again, keeping what every stage began
 * with, and pulls a gradient back through the stages. One per worker; allocates nothing.
 */
final class PreTransformReverse {
  private final PreTransformChain chain;
  private final Shape shape;
  private final double[][] before;

  PreTransformReverse(PreTransformChain chain, Shape shape) {
    this.chain = chain;
    this.shape = shape;
    this.before = new double[chain.stages().size() + 1][(int) shape.elements()];
  }

  /**
   * Turns the gradient of a function F by the mapped data into that of F + ln |det| by the data.
   *
   * @param data not modified
   * @param contexts of the coarser image
   * @param gradient modified
   */
  void pullBack(double[] data, int[] contexts, double[] gradient) {
    List<PreTransform> stages = chain.stages();
    System.arraycopy(data, 0, before[0], 0, data.length);
    for (int i = 0; i < stages.size(); i++) {
      System.arraycopy(before[i], 0, before[i + 1], 0, data.length);
      stages.get(i).forward(before[i + 1], 0, shape.channels(), shape.pixels());
    }
    if (chain.conditional().isPresent()) {
      double[] x = before[stages.size()];
      ConditionalCdf last = chain.conditional().get();
      last.pullBack(x, shape.channels(), shape.pixels(), contexts, gradient);
    }
    for (int i = stages.size() - 1; i >= 0; i--) {
      stages.get(i).pullBack(before[i], shape.channels(), shape.pixels(), gradient);
    }
  }
}
