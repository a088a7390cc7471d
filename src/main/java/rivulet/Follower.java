package rivulet;

import java.util.ArrayList;
import java.util.List;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.flow.AnalysedImage;
import rivulet.flow.FlowModel;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.SolveException;
import rivulet.flow.WatchedSolve;
import rivulet.measure.EvaluationOptions;
import rivulet.noise.Dequantiser;
import rivulet.ode.RecordedSolve;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;

/** Follows single images through a model. */
final class Follower {
  private Follower() {}

  /**
   * The solves of one image at every level; its pixels are written.
   *
   * @param one the image
   * @param pixels of its first noise
   */
  static List<List<RecordedSolve>> follow(
      FlowModel model,
      ImageSet one,
      Measuring how,
      EvaluationOptions options,
      int intervals,
      double[] pixels) {
    Dequantiser reader = options.reader(one, ImageLabels.of(one, model.spec().imageClasses()));
    reader.read(0, 0, pixels);
    AnalysedImage image = new AnalysedImage(model).analyse(pixels);
    List<List<RecordedSolve>> levels = new ArrayList<>();
    try (Workspace workspace = new Workspace();
        MultiResolutionFlow flow =
            new MultiResolutionFlow(model, how.divergence(model.spec()), false, Tuning.DEFAULT)) {
      for (int level = 0; level < model.spec().levels(); level++) {
        WatchedSolve solve = new WatchedSolve(flow.level(level), how.solver(), 1, true, workspace);
        solve.load(
            flow, level, options.probes(), image, reader.label(0), how.seed(), 0, reader.index(0));
        levels.add(solve.encode(intervals));
      }
    } catch (SolveException e) {
      throw new IllegalStateException("image " + reader.index(0) + ": " + e.getMessage(), e);
    }
    return levels;
  }
}
