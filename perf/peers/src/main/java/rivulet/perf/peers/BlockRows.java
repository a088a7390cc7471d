package rivulet.perf.peers;

import java.util.ArrayList;
import java.util.List;
import rivulet.ode.SolverOptions;
import rivulet.perf.BlockProblem;
import rivulet.perf.Clock;
import rivulet.perf.Kernel;
import rivulet.perf.Workers;
import rivulet.perf.peers.torch.Torch;
import rivulet.perf.peers.torch.TorchEvaluation;
import rivulet.perf.peers.torch.TorchGradient;
import rivulet.tensor.Workspace;

/** Whole blocks against libtorch: one evaluation, and the gradient over equal bosh3 steps. */
final class BlockRows implements Rows {
  private static final int STEPS = 3;
  private static final int IMAGES = 4;

  @Override
  public void run(Setting setting) throws Exception {
    for (BlockProblem.Part part : List.of(BlockProblem.Part.EVALUATE, BlockProblem.Part.GRADIENT)) {
      for (int side : setting.quick() ? List.of(8) : List.of(16, 8)) {
        row(setting, BlockProblem.wide(side, IMAGES), part);
      }
    }
  }

  private static String name(BlockProblem problem, BlockProblem.Part part) {
    String what = part == BlockProblem.Part.EVALUATE ? "evaluate" : "gradient, bosh3 x3";
    return "block %d+%d %s %dx%d x%d %s"
        .formatted(
            problem.channels(),
            problem.condition(),
            "64,64,64",
            problem.side(),
            problem.side(),
            problem.images(),
            what);
  }

  private static void row(Setting setting, BlockProblem problem, BlockProblem.Part part)
      throws Exception {
    String name = name(problem, part);
    if (!setting.wants(name)) {
      return;
    }
    boolean gradient = part == BlockProblem.Part.GRADIENT;
    int threads = setting.threads();
    int images = problem.images() * threads;
    try (Workspace workspace = new Workspace()) {
      SolverOptions options = SolverOptions.fixed("bosh3", STEPS);
      List<Kernel> kernels = problem.kernels(part, options, threads, workspace);
      float[] result = Results.merged(kernels, gradient);
      List<Peer> torch = new ArrayList<>();
      for (Torch.Format format : Torch.Format.values()) {
        torch.add(
            gradient
                ? new TorchGradient(problem, images, STEPS, format, Clock.of(threads))
                : new TorchEvaluation(problem, images, format, Clock.of(threads)));
      }
      try (Workers ours = new Workers(kernels)) {
        setting.add(new Duel.Match(name, "libtorch", ours, result, images), torch);
      }
    }
  }
}
