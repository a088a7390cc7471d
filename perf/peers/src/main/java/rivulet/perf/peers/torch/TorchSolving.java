package rivulet.perf.peers.torch;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import rivulet.perf.Clock;
import rivulet.perf.Joined;
import rivulet.perf.peers.Errors;
import rivulet.perf.peers.Peer;
import rivulet.perf.task.SolveCheck;
import rivulet.perf.task.TaskModel;
import rivulet.perf.task.TimedTask;
import rivulet.perf.task.UserTask;

/**
 * Likelihoods and samples as one writes them with libtorch, from data of each level that lie ready.
 * It has no steps of each image's own: all images make equal steps of our method, as many as ours
 * make on average, without an estimate of the error.
 */
public final class TorchSolving implements Peer {
  private static final long[] ALL_BUT_IMAGES = {1, 2, 3};

  private final UserTask task;
  private final TaskModel model;
  private final Torch.Format format;
  private final Clock clock;
  private final int together;
  private final List<TorchLevel> levels;
  private final List<TorchSteps> steps = new ArrayList<>();
  private final List<TorchColours> colours = new ArrayList<>();

  /**
   * What {@code ours} computes.
   *
   * @param together images that are computed at a time
   */
  public TorchSolving(
      UserTask task,
      TaskModel model,
      TimedTask ours,
      int together,
      Torch.Format format,
      Clock clock) {
    this.task = task;
    this.model = model;
    this.format = format;
    this.clock = clock;
    this.together = together;
    this.levels = TorchLevel.of(model, ours.images(), format, false);
    for (int number = 0; number < levels.size(); number++) {
      steps.add(TorchSteps.ofEvaluations(task.method(), ours.evaluations(number)));
      colours.add(TorchColours.beyondReach(levels.get(number).spec()));
    }
  }

  /** ∫ divergence of some images at a level; where they arrive goes into {@code arrived}. */
  private Tensor encoded(int number, TorchLevel images, List<Tensor> arrived) {
    Tensor ones = images.ones();
    Tensor probe = torch.randn_like(images.states()).sign();
    Tensor sum = torch.zeros(images.images());
    TorchSteps.Field field =
        (t, z, weight) ->
            Torch.scoped(() -> {
              boolean counts = weight != 0;
              Tensor at = z.detach().set_requires_grad(counts);
              Tensor f = images.network().value(Torch.scaled(ones, t), at, images.condition());
              if (counts) {
                Tensor divergence =
                    task == UserTask.EXACT_DIVERGENCE
                        ? colours.get(number).divergence(f, at)
                        : TorchNetwork.pulledBack(f, at, probe, false, false)
                            .mul(probe)
                            .sum(ALL_BUT_IMAGES);
                sum.add_(Torch.scaled(divergence, weight));
              }
              return f.detach();
            });
    arrived.add(steps.get(number).solve(images.states(), 0, 1, field));
    return sum;
  }

  private Tensor decoded(int number, TorchLevel images, Tensor latents) {
    Tensor ones = images.ones();
    try (NoGradGuard _ = new NoGradGuard()) {
      return steps
          .get(number)
          .solve(
              latents,
              1,
              0,
              (t, z, _) ->
                  Torch.scoped(
                      () -> images.network().value(Torch.scaled(ones, t), z, images.condition())));
    }
  }

  private void compute(int number, TorchLevel images) {
    if (task == UserTask.SAMPLE) {
      decoded(number, images, torch.randn_like(images.states()));
      return;
    }
    List<Tensor> arrived = new ArrayList<>();
    Tensor logDet = encoded(number, images, arrived);
    arrived.getFirst().square().sum(ALL_BUT_IMAGES).mul_(new Scalar(0.5f)).sub_(logDet);
  }

  @Override
  public String variant() {
    return format.label + " x" + together;
  }

  @Override
  public double seconds(int repetitions) {
    double start = clock.now();
    for (int i = 0; i < repetitions; i++) {
      for (int number = 0; number < levels.size(); number++) {
        TorchLevel all = levels.get(number);
        for (int from = 0; from < all.images(); from += together) {
          try (PointerScope _ = new PointerScope()) {
            compute(number, all.part(from, Math.min(together, all.images() - from)));
          }
        }
      }
    }
    return clock.now() - start;
  }

  /**
   * Of where the first images arrive from where ours began, and with an exact divergence of the
   * mean ∫ divergence of all, as {@link SolveCheck} has ours. Steps are others than ours.
   */
  @Override
  public double error(float[] ours) {
    List<float[]> all = new ArrayList<>();
    float[] means = new float[levels.size()];
    for (int number = 0; number < levels.size(); number++) {
      try (PointerScope _ = new PointerScope()) {
        TorchLevel images = levels.get(number);
        TorchLevel few = images.part(0, SolveCheck.IMAGES);
        if (task == UserTask.SAMPLE) {
          Tensor latents = few.like(SolveCheck.latents(task, model, number));
          all.add(Torch.values(decoded(number, few, latents)));
          continue;
        }
        List<Tensor> arrived = new ArrayList<>();
        encoded(number, few, arrived);
        all.add(Torch.values(arrived.getFirst()));
        if (task == UserTask.EXACT_DIVERGENCE) {
          double sum = encoded(number, images, arrived).sum().item_double();
          means[number] = (float) (sum / images.images());
        }
      }
    }
    all.add(means);
    return Errors.relative(ours, Joined.of(all));
  }

  @Override
  public void close() {}
}
