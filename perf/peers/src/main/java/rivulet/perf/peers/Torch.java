package rivulet.perf.peers;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/** Tensors of libtorch from test values and back. */
final class Torch {
  private Torch() {}

  /** The memory formats of a four-dimensional tensor. */
  enum Format {
    CONTIGUOUS("nchw", MemoryFormat.Contiguous),
    CHANNELS_LAST("nhwc", MemoryFormat.ChannelsLast);

    final String label;
    final MemoryFormat of;

    Format(String label, MemoryFormat of) {
      this.label = label;
      this.of = of;
    }
  }

  static Tensor tensor(float[] values, Format format, long... extents) {
    return Tensor.create(values, extents).contiguous(format.of);
  }

  /** The entries in canonical order, whatever the format. */
  static float[] values(Tensor tensor) {
    Tensor canonical = tensor.detach().contiguous(MemoryFormat.Contiguous);
    float[] values = new float[(int) canonical.numel()];
    new FloatPointer(canonical.data_ptr()).get(values);
    return values;
  }
}
