package rivulet.perf.peers;

import java.util.ArrayList;
import java.util.List;
import rivulet.perf.Clock;
import rivulet.perf.ConvolutionCase;
import rivulet.perf.Kernel;
import rivulet.perf.Role;
import rivulet.perf.Workers;
import rivulet.perf.peers.torch.Torch;
import rivulet.perf.peers.torch.TorchConvolution;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.convolution.WinogradTile;

/** Convolutions against libtorch and oneDNN. */
final class ConvolutionRows implements Rows {
  private static final int WIDE = 64;
  private static final List<Integer> SIDES = List.of(8, 16, 32);
  private static final List<Integer> IMAGES = List.of(2, 16);

  private static List<ConvolutionCase> cases(boolean quick) {
    List<ConvolutionCase> cases = new ArrayList<>();
    for (Role role : Role.values()) {
      for (int side : quick ? List.of(16) : SIDES) {
        for (int images : quick ? List.of(2) : IMAGES) {
          ConvolutionCase one = ConvolutionCase.of(role, WIDE, WIDE, side, images);
          cases.add(one);
          cases.add(one.by(WinogradTile.TWO));
          cases.add(one.by(WinogradTile.NONE));
        }
      }
    }
    return cases;
  }

  @Override
  public void run(Setting setting) throws Exception {
    for (ConvolutionCase problem : cases(setting.quick())) {
      if (setting.wants(problem.toString())) {
        row(setting, problem);
      }
    }
  }

  private static void row(Setting setting, ConvolutionCase problem) throws Exception {
    int threads = setting.threads();
    int images = problem.images() * threads;
    try (Workspace workspace = new Workspace()) {
      List<Kernel> kernels = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        kernels.add(problem.kernel(i * problem.images(), workspace));
      }
      float[] result = Results.merged(kernels, problem.role() == Role.KERNEL_GRADIENT);
      try (Workers ours = new Workers(kernels)) {
        List<Peer> torch = new ArrayList<>();
        for (Torch.Format format : Torch.Format.values()) {
          torch.add(new TorchConvolution(problem, images, format, Clock.of(threads)));
        }
        setting.add(new Duel.Match(problem.toString(), "libtorch", ours, result, 0), torch);
        if (problem.tuning().winograd()) {
          List<Peer> dnn = setting.oneDnn(problem, images);
          setting.add(new Duel.Match(problem.toString(), "oneDNN", ours, result, 0), dnn);
        }
      }
    }
  }
}
