package rivulet.perf.peers.torch;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import rivulet.perf.BlockSolve;
import rivulet.perf.Clock;
import rivulet.perf.Joined;
import rivulet.perf.peers.Errors;
import rivulet.perf.peers.Peer;
import rivulet.perf.task.GradientCheck;
import rivulet.perf.task.TaskModel;
import rivulet.perf.task.TimedTask;
import rivulet.perf.task.TrainingTask;
import rivulet.perf.task.UserTask;

/**
 * Updates as one writes them with libtorch: a batch of ready data of each level, loss, backward,
 * the norm clipped, Adam. By likelihood all images make equal steps of our method, as many as ours
 * make on average.
 */
public final class TorchTraining implements Peer {
  private static final double TIME_MEAN = -0.5;
  private static final double TIME_DEVIATION = 1.8;

  private final UserTask task;
  private final Torch.Format format;
  private final Clock clock;
  private final int batch;
  private final TaskModel model;
  private final List<TorchLevel> levels;
  private final List<TorchLikelihood> losses = new ArrayList<>();
  private final List<TensorVector> parameters = new ArrayList<>();
  private final Adam adam;
  private final float[] first;

  /** The updates that {@code ours} makes. */
  public TorchTraining(
      UserTask task, TaskModel model, TimedTask ours, Torch.Format format, Clock clock) {
    this.task = task;
    this.model = model;
    this.format = format;
    this.clock = clock;
    this.batch = ours.images();
    this.levels = TorchLevel.of(model, model.images().count(), format, true);
    TensorVector all = new TensorVector();
    for (int number = 0; number < levels.size(); number++) {
      List<Tensor> own = levels.get(number).network().parameters();
      parameters.add(new TensorVector(own.toArray(Tensor[]::new)));
      own.forEach(all::push_back);
      if (task == UserTask.TRAIN_LIKELIHOOD) {
        TorchSteps steps = TorchSteps.ofEvaluations(task.method(), ours.evaluations(number));
        losses.add(new TorchLikelihood(steps, BlockSolve.REGULARISER));
      }
    }
    this.adam = new Adam(all, new AdamOptions(TrainingTask.RATE));
    this.first = gradients();
  }

  /** At the weights of before, on the images, noise and probes of {@link GradientCheck}. */
  private float[] gradients() {
    List<float[]> all = new ArrayList<>();
    for (int number = 0; number < levels.size(); number++) {
      try (PointerScope _ = new PointerScope()) {
        TorchLevel images = levels.get(number).part(0, GradientCheck.IMAGES);
        Tensor loss = checked(images);
        TensorVector found = torch.grad(new TensorVector(loss), parameters.get(number));
        for (long i = 0; i < found.size(); i++) {
          all.add(Torch.values(found.get(i)));
        }
      }
    }
    return Joined.of(all);
  }

  private Tensor checked(TorchLevel images) {
    if (task == UserTask.TRAIN_MATCHING) {
      Tensor times = Torch.scaled(torch.ones(GradientCheck.IMAGES, 1, 1, 1), GradientCheck.TIME);
      return matching(images, times, images.like(GradientCheck.noise(images.spec())));
    }
    TorchSteps steps = new TorchSteps(task.method(), GradientCheck.STEPS);
    Tensor probe = images.like(GradientCheck.probes(images.spec()));
    return likelihood(images, probe, new TorchLikelihood(steps, 0));
  }

  private void update() {
    adam.zero_grad();
    Tensor numbers =
        torch.randint(model.images().count(), new long[] {batch}).toType(torch.ScalarType.Long);
    for (int number = 0; number < levels.size(); number++) {
      try (PointerScope _ = new PointerScope()) {
        TorchLevel images = levels.get(number).chosen(numbers);
        Tensor loss =
            task == UserTask.TRAIN_MATCHING
                ? matching(images, times(), torch.randn_like(images.states()))
                : likelihood(images, probes(images), losses.get(number));
        loss.backward();
        torch.clip_grad_norm_(parameters.get(number), 1);
      }
    }
    adam.step();
  }

  private Tensor times() {
    Tensor normal = torch.randn(batch, 1, 1, 1);
    return Torch.scaled(normal, TIME_DEVIATION).add(new Scalar((float) TIME_MEAN)).sigmoid();
  }

  /** mean ‖f(t, x_t) − (n − d)‖² with x_t = (1−t)·d + t·n. */
  private static Tensor matching(TorchLevel images, Tensor times, Tensor noise) {
    Tensor target = noise.sub(images.states());
    Tensor at = images.states().add(target.mul(times));
    Tensor time = images.ones().mul(times);
    Tensor f = images.network().value(time, at, images.condition());
    return f.sub(target).square().mean();
  }

  private static Tensor probes(TorchLevel images) {
    return torch.randn_like(images.states()).sign();
  }

  private static Tensor likelihood(TorchLevel images, Tensor probe, TorchLikelihood objective) {
    Tensor data = images.states().detach().set_requires_grad(true);
    return objective.loss(images.network(), images.ones(), data, images.condition(), probe);
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
        update();
      }
    }
    return clock.now() - start;
  }

  /** Of the gradients at the weights of before, as {@link GradientCheck} makes ours. */
  @Override
  public double error(float[] ours) {
    return Errors.relative(ours, first);
  }

  @Override
  public void close() {
    adam.close();
  }
}
