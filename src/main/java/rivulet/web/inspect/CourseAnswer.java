package rivulet.web.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rivulet.Course;
import rivulet.Images;
import rivulet.Likelihood;
import rivulet.Model;
import rivulet.measure.Moments;
import rivulet.ode.RecordedSolve;
import rivulet.tensor.Shape;
import rivulet.web.Floats;

/**
 * One image's way, and where its bits go: 8 + dequantisation + pixel transform + the three terms of
 * every level.
 *
 * @param index the image's own number, which its noise is keyed by
 * @param pixels the dequantised image, as {@link Floats}, in [0,1)
 * @param wrong what a wrong practice would have said
 */
record CourseAnswer(
    long index,
    int dimensions,
    double bitsPerDim,
    double noFlowBitsPerDim,
    double dequantisation,
    double pixelTransform,
    double evaluations,
    String divergence,
    String pixels,
    List<Level> levels,
    Optional<Wrong> wrong) {
  /**
   * The number of a wrong practice.
   *
   * @param bias its distance from the right one
   */
  record Wrong(String meaning, double bitsPerDim, double bias) {}

  /**
   * A level: bits/dim of the whole image that it adds by its three terms, and what happened.
   *
   * @param latent of its entries; 0 and 1 if they were drawn from N(0, 1)
   * @param bits where its bits come from, pixel by pixel; with an exact divergence only
   */
  record Level(
      int channels,
      int height,
      int width,
      double preTransform,
      double logDet,
      double base,
      double evaluations,
      List<Frame> frames,
      List<Step> steps,
      Moments latent,
      Optional<Bits> bits) {}

  /**
   * A state on the way, with rates of divergence, kinetic energy and Jacobian norm.
   *
   * @param state as {@link Floats}, planar
   * @param diagonal of the Jacobian likewise; with an exact divergence only
   */
  record Frame(
      int block,
      double time,
      String state,
      double divergence,
      double kinetic,
      double jacobian,
      Optional<String> diagonal) {}

  /** A step that was tried, with the integrals to its end, or so far if it was not accepted. */
  record Step(
      int block,
      double time,
      double size,
      double errorRatio,
      boolean accepted,
      double divergence,
      double kinetic,
      double jacobian) {}

  /** Bits of each pixel of the level, row by row. */
  record Bits(double[] preTransform, double[] logDet, double[] base) {}

  static CourseAnswer of(Model model, Images one, Course course, Optional<Wrong> wrong) {
    Likelihood found = course.likelihood();
    boolean exact = found.how().maps();
    List<Level> levels = new ArrayList<>();
    for (int level = 0; level < found.levels(); level++) {
      Optional<Bits> bits = exact ? Optional.of(bits(found.pixelBits(level, 0))) : Optional.empty();
      Shape shape = model.field(level).state();
      levels.add(level(shape, found.level(level), course.levels().get(level), exact, bits));
    }
    return new CourseAnswer(
        one.index(0),
        one.dimensions(),
        found.bitsPerDim(),
        found.noFlowBitsPerDim(),
        found.dequantisationShare(),
        found.pixelTransformShare().orElse(0),
        found.evaluations(),
        found.divergence(),
        Floats.text(course.pixels()),
        levels,
        wrong);
  }

  private static Bits bits(Likelihood.PixelBits of) {
    return new Bits(of.preTransform(), of.logDet(), of.base());
  }

  private static Level level(
      Shape shape,
      Likelihood.Level terms,
      List<RecordedSolve> blocks,
      boolean exact,
      Optional<Bits> bits) {
    List<Frame> frames = new ArrayList<>();
    List<Step> steps = new ArrayList<>();
    for (int block = 0; block < blocks.size(); block++) {
      for (RecordedSolve.Frame frame : blocks.get(block).frames()) {
        frames.add(frame(block, frame, exact));
      }
      for (RecordedSolve.Step step : blocks.get(block).steps()) {
        double[] sums = step.sums();
        steps.add(
            new Step(
                block,
                step.time(),
                step.size(),
                step.errorRatio(),
                step.accepted(),
                sums[0],
                sums[1],
                sums[2]));
      }
    }
    return new Level(
        shape.channels(),
        shape.height(),
        shape.width(),
        terms.preTransform(),
        terms.logDet(),
        terms.base(),
        terms.evaluations(),
        frames,
        steps,
        Moments.of(blocks.getLast().end()),
        bits);
  }

  private static Frame frame(int block, RecordedSolve.Frame frame, boolean exact) {
    double[] rates = frame.rates();
    return new Frame(
        block,
        frame.time(),
        Floats.text(frame.state()),
        rates[0],
        rates[1],
        rates[2],
        exact ? Optional.of(Floats.text(rates, Course.RATES, rates.length)) : Optional.empty());
  }
}
