package rivulet.perf.peers.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import rivulet.flow.network.NetworkSpec;
import rivulet.perf.task.LevelImages;
import rivulet.perf.task.TaskModel;
import rivulet.tensor.Shape;

/**
 * A level of a model in libtorch with its images in memory.
 *
 * @param states of all images, in model space
 * @param condition what the network sees of the coarser images; none at level 0
 */
record TorchLevel(
    NetworkSpec spec,
    TorchNetwork network,
    Torch.Format format,
    Tensor states,
    Optional<Tensor> condition) {

  /** All levels of a model, with its first images. */
  static List<TorchLevel> of(TaskModel model, int images, Torch.Format format, boolean trainable) {
    List<TorchLevel> levels = new ArrayList<>();
    List<LevelImages> all = model.levels(images);
    for (int number = 0; number < all.size(); number++) {
      NetworkSpec spec = model.networks().get(number);
      LevelImages at = all.get(number);
      TorchNetwork network = new TorchNetwork(spec, model.weights(number), format, trainable);
      Tensor states = tensor(at.states(), format, at.count(), spec.state());
      Optional<Tensor> condition =
          spec.condition() == 0
              ? Optional.empty()
              : Optional.of(
                  tensor(
                      at.conditions(),
                      format,
                      at.count(),
                      spec.state().withChannels(spec.condition())));
      levels.add(new TorchLevel(spec, network, format, states, condition));
    }
    return levels;
  }

  private static Tensor tensor(float[] values, Torch.Format format, int count, Shape shape) {
    return Torch.tensor(values, format, count, shape.channels(), shape.height(), shape.width());
  }

  /** The same level with some of its images. */
  TorchLevel part(int from, int count) {
    return new TorchLevel(
        spec,
        network,
        format,
        states.narrow(0, from, count),
        condition.map(all -> all.narrow(0, from, count)));
  }

  /** Images chosen by their numbers. */
  TorchLevel chosen(Tensor numbers) {
    return new TorchLevel(
        spec,
        network,
        format,
        states.index_select(0, numbers).contiguous(format.of),
        condition.map(all -> all.index_select(0, numbers).contiguous(format.of)));
  }

  int images() {
    return (int) states.size(0);
  }

  /** A tensor as the states are. */
  Tensor like(float[] values) {
    return tensor(values, format, images(), spec.state());
  }

  /** A channel of ones of every image. */
  Tensor ones() {
    return Torch.ones(format, images(), 1, spec.state().height(), spec.state().width());
  }
}
