package rivulet.fault;

import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.measure.EvaluationOptions;
import rivulet.noise.Dequantiser;

/** {@link LikelihoodFault#BIN_CENTRE}: no noise, and none's density. */
final class BinCentre implements WrongPractice {
  @Override
  public Dequantiser reader(EvaluationOptions options, ImageSet images, ImageLabels labels) {
    return Dequantiser.constant(images, 0.5, labels);
  }
}
