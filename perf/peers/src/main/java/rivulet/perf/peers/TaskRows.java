package rivulet.perf.peers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import rivulet.perf.Clock;
import rivulet.perf.peers.torch.Torch;
import rivulet.perf.peers.torch.TorchSolving;
import rivulet.perf.peers.torch.TorchTraining;
import rivulet.perf.task.GradientCheck;
import rivulet.perf.task.KernelSpeed;
import rivulet.perf.task.ModelTask;
import rivulet.perf.task.SolveCheck;
import rivulet.perf.task.TaskModel;
import rivulet.perf.task.TaskSize;
import rivulet.perf.task.TimedTask;
import rivulet.perf.task.TrainingTask;
import rivulet.perf.task.UserTask;

/** What users do against libtorch: updates, likelihoods, samples. */
final class TaskRows implements Rows {
  /** Fewer images at a time stay in the caches of a core. */
  private static final int FEW = 16;

  @Override
  public void run(Setting setting) throws Exception {
    KernelSpeed kernels = new KernelSpeed(setting.threads());
    for (TaskSize size : TaskSize.values()) {
      if (setting.quick() && !size.quick() && !setting.names(size.label())) {
        continue;
      }
      List<UserTask> wanted = new ArrayList<>();
      for (UserTask task : UserTask.values()) {
        if (setting.wants(name(task, size))) {
          wanted.add(task);
        }
      }
      if (!wanted.isEmpty()) {
        rows(setting, size, wanted, kernels);
      }
    }
  }

  /** {@code evaluate small 1x28x28 32,32 x64}. */
  private static String name(UserTask task, TaskSize size) {
    return task.label() + " " + size + " x" + task.images(size);
  }

  private static void rows(
      Setting setting, TaskSize size, List<UserTask> tasks, KernelSpeed kernels)
      throws IOException, InterruptedException {
    try (TaskModel model = new TaskModel(size, setting.threads())) {
      for (UserTask task : tasks) {
        row(setting, task, model, kernels);
      }
    }
  }

  private static void row(Setting setting, UserTask task, TaskModel model, KernelSpeed kernels)
      throws InterruptedException {
    int threads = setting.threads();
    float[] result =
        task.trains()
            ? GradientCheck.gradients(task, model)
            : SolveCheck.result(task, model, task.images(model.size()));
    try (TimedTask ours =
        task.trains()
            ? new TrainingTask(task, model, threads)
            : new ModelTask(task, model, threads)) {
      ours.warmUp();
      double alone = kernels.seconds(model.networks(), ours.flopsByLevel(), task.trains());
      setting.add(
          new Duel.Match(
              name(task, model.size()),
              "libtorch",
              ours,
              result,
              ours.images(),
              OptionalDouble.of(alone)),
          peers(task, model, ours, Clock.of(threads)));
    }
  }

  private static List<Peer> peers(UserTask task, TaskModel model, TimedTask ours, Clock clock) {
    List<Peer> peers = new ArrayList<>();
    for (Torch.Format format : Torch.Format.values()) {
      if (task.trains()) {
        peers.add(new TorchTraining(task, model, ours, format, clock));
        continue;
      }
      peers.add(new TorchSolving(task, model, ours, ours.images(), format, clock));
      if (ours.images() > FEW) {
        peers.add(new TorchSolving(task, model, ours, FEW, format, clock));
      }
    }
    return peers;
  }
}
