package rivulet;

import java.util.List;
import rivulet.autodiff.Arithmetic;
import rivulet.autodiff.Jvp;
import rivulet.autodiff.Program;
import rivulet.autodiff.TracedField;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.flow.AnalysedImage;
import rivulet.flow.ReferenceLevel;
import rivulet.measure.EvaluationOptions;
import rivulet.measure.ImageFit;
import rivulet.noise.Dequantiser;
import rivulet.store.StoredModel;

/**
 * What one evaluation of a level's field does at one pixel of an image, in float64, with the noise
 * and the probe that the image meets in a measurement; time is 0, the state the level's data.
 *
 * @param level from 0, the coarsest
 * @param along whether the derivative along the image's probe is computed too
 * @param channel of the pixel; values of fewer channels are shown at the remainder
 * @param row of the pixel in the level
 * @param column of the pixel in the level
 * @param products of each convolution that are written out
 */
public record ByHand(int level, boolean along, int channel, int row, int column, int products) {
  /**
   * Checks what can be checked without a model.
   *
   * @throws IllegalArgumentException for a negative number
   */
  public ByHand {
    if (level < 0 || channel < 0 || row < 0 || column < 0 || products < 0) {
      throw new IllegalArgumentException(
          "by hand: numbers must be 0 or more, found level "
              + level
              + ", pixel "
              + channel
              + ","
              + row
              + ","
              + column
              + " and products "
              + products);
    }
  }

  List<String> lines(StoredModel stored, TracedField field, ImageSet images) {
    if (channel >= field.state().channels()
        || row >= field.state().height()
        || column >= field.state().width()) {
      throw new IllegalArgumentException(
          "by hand: pixel "
              + channel
              + ","
              + row
              + ","
              + column
              + " asked, level "
              + level
              + " is "
              + field.state());
    }
    ImageFit.require("by hand", stored.spec(), images);
    Measuring how = Measuring.usual().withDivergence("hutchinson");
    EvaluationOptions options = how.evaluation(stored);
    Dequantiser reader =
        options.reader(images, ImageLabels.of(images, stored.spec().imageClasses()));
    double[] pixels = new double[stored.spec().dimensions()];
    reader.read(0, 0, pixels);
    Program own = field.program();
    Program program = along ? Jvp.transform(own, TracedField.STATE, 1) : own;
    ReferenceLevel reference =
        new ReferenceLevel(
            stored.complete(),
            level,
            how.divergence(stored.spec()),
            options.solver(),
            options.probes());
    reference.label(reader.label(0));
    AnalysedImage image = new AnalysedImage(stored.complete()).analyse(pixels);
    return new Arithmetic(
            reference.evaluated(program, image, options.seed(), reader.index(0)),
            0,
            channel,
            row,
            column,
            products)
        .lines(program);
  }
}
