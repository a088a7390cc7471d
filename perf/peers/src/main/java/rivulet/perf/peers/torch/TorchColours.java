package rivulet.perf.peers.torch;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import rivulet.flow.network.NetworkSpec;

/**
 * The exact divergence by our trick, in reverse mode: entries of one channel that no 3×3 layers
 * connect share a product, Σ_c 1_cᵀ J 1_c. libtorch has none of its own but a product per entry.
 */
final class TorchColours {
  private static final long[] ALL_BUT_IMAGES = {1, 2, 3};

  private final List<Tensor> colours;

  private TorchColours(List<Tensor> colours) {
    this.colours = colours;
  }

  /** Colours whose pixels lie one further apart than all layers together reach. */
  static TorchColours beyondReach(NetworkSpec spec) {
    int channels = spec.state().channels();
    int height = spec.state().height();
    int width = spec.state().width();
    int apart = spec.layers() * (spec.kernel() / 2) + 1;
    List<Tensor> colours = new ArrayList<>();
    for (int c = 0; c < channels; c++) {
      for (int row = 0; row < Math.min(apart, height); row++) {
        for (int column = 0; column < Math.min(apart, width); column++) {
          float[] ones = new float[channels * height * width];
          for (int y = row; y < height; y += apart) {
            for (int x = column; x < width; x += apart) {
              ones[(c * height + y) * width + x] = 1;
            }
          }
          colours.add(Tensor.create(ones, 1, channels, height, width));
        }
      }
    }
    return new TorchColours(colours);
  }

  /** Of every image; f was computed from z. */
  Tensor divergence(Tensor f, Tensor z) {
    Tensor sum = null;
    for (int i = 0; i < colours.size(); i++) {
      Tensor colour = colours.get(i).expand(f.sizes().vec().get());
      boolean last = i == colours.size() - 1;
      Tensor product = TorchNetwork.pulledBack(f, z, colour, !last, false);
      Tensor part = product.mul(colour).sum(ALL_BUT_IMAGES);
      sum = i == 0 ? part : sum.add_(part);
    }
    return sum;
  }
}
