package rivulet.perf.peers.torch;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import rivulet.perf.BlockEvaluation;
import rivulet.perf.BlockProblem;
import rivulet.perf.Clock;
import rivulet.perf.peers.Errors;
import rivulet.perf.peers.Peer;

/** f and the divergence by libtorch's own reverse mode, as the published code has it. */
public final class TorchEvaluation implements Peer {
  private final Clock clock;
  private static final long[] ALL_BUT_IMAGES = {1, 2, 3};

  private final Torch.Format format;
  private final TorchField field;

  public TorchEvaluation(BlockProblem problem, int images, Torch.Format format, Clock clock) {
    this.clock = clock;
    this.format = format;
    this.field = new TorchField(problem, images, format, false);
  }

  private Tensor divergence(Tensor f) {
    return field.pulledBack(f, field.state()).mul(field.probe()).sum(ALL_BUT_IMAGES);
  }

  @Override
  public String variant() {
    return format.label;
  }

  @Override
  public double seconds(int repetitions) {
    double start = clock.now();
    for (int i = 0; i < repetitions; i++) {
      try (PointerScope _ = new PointerScope()) {
        divergence(field.value(BlockEvaluation.TIME, field.state()));
      }
    }
    return clock.now() - start;
  }

  @Override
  public double error(float[] ours) {
    try (PointerScope _ = new PointerScope()) {
      Tensor f = field.value(BlockEvaluation.TIME, field.state());
      float[] values = Torch.values(f);
      float[] divergences = Torch.values(divergence(f));
      int entries = values.length / divergences.length;
      float[] all = new float[values.length + divergences.length];
      for (int n = 0; n < divergences.length; n++) {
        System.arraycopy(values, n * entries, all, n * (entries + 1), entries);
        all[n * (entries + 1) + entries] = divergences[n];
      }
      return Errors.relative(ours, all);
    }
  }

  @Override
  public void close() {}
}
