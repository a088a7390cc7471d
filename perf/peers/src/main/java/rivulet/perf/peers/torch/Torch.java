package rivulet.perf.peers.torch;

import java.util.function.Supplier;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/** Tensors of libtorch from test values and back. */
public final class Torch {
  private Torch() {}

  /** The memory formats of a four-dimensional tensor. */
  public enum Format {
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

  /** A tensor of ones. */
  static Tensor ones(Format format, long... extents) {
    return torch.ones(extents).contiguous(format.of);
  }

  static Tensor scaled(Tensor tensor, double factor) {
    return tensor.mul(new Scalar((float) factor));
  }

  /** What the work returns; all else that it made is given back at once. */
  static Tensor scoped(Supplier<Tensor> work) {
    PointerScope outer = PointerScope.getInnerScope();
    try (PointerScope _ = new PointerScope()) {
      Tensor result = work.get();
      outer.attach(result);
      return result;
    }
  }
}
