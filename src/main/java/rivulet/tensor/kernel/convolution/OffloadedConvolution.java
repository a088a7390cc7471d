package rivulet.tensor.kernel.convolution;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import rivulet.nativebindings.StridedGemm;
import rivulet.tensor.Layout;
import rivulet.tensor.Shape;
import rivulet.tensor.kernel.Lanes;
import rivulet.tensor.kernel.Offload;
import rivulet.tensor.kernel.OffloadBackend;
import rivulet.tensor.kernel.StagedBuffer;
import rivulet.tensor.kernel.gemm.GemmQueue;

/**
 * A convolution on a backend: the images of a batch go there as one {@link PixelGrid}, a product
 * per tap of its shifted view with the weights of the tap adds to one result, and the result comes
 * back. No im2col; the weights stay there from one update of the parameters to the next.
 *
 * <p>Packed order: the weights' address on the backend in the first eight bytes, 0 before the first
 * packing; from byte {@value #HEADER} on tap, input channel (padded), output channel (padded).
 */
public final class OffloadedConvolution implements Convolution {
  private static final ValueLayout.OfLong ADDRESS = ValueLayout.JAVA_LONG_UNALIGNED;

  /** Bytes in front of the weights. */
  private static final long HEADER = 64;

  private final OffloadBackend backend;
  private final KernelIndex plain;
  private final int size;
  private final PixelGrid in;
  private final PixelGrid out;
  private final int mostImages;
  private final int height;

  public OffloadedConvolution(Shape input, int outputs, int size, Offload offload) {
    this.backend = offload.backend();
    this.height = input.height();
    this.size = size;
    int border = Convolution.border(size);
    this.in = new PixelGrid(new Layout(input, border), border);
    this.out = new PixelGrid(new Layout(input.withChannels(outputs), border), border);
    this.mostImages =
        Math.min(in.imagesWithin(offload.chunkBytes()), out.imagesWithin(offload.chunkBytes()));
    this.plain = new KernelIndex(input.channels(), outputs, size * size, false);
  }

  @Override
  public String algorithm() {
    return backend.name();
  }

  private long tapBytes() {
    return 4L * in.channels() * out.channels();
  }

  @Override
  public long packedBytes() {
    return Layout.aligned(HEADER + size * size * tapBytes());
  }

  @Override
  public void pack(MemorySegment w, long at, boolean adjoint, MemorySegment packed, long to) {
    KernelIndex index = new KernelIndex(plain.inputs(), plain.outputs(), plain.taps(), adjoint);
    for (int tap = 0; tap < plain.taps(); tap++) {
      for (int i = 0; i < plain.inputs(); i++) {
        long row = to + HEADER + tap * tapBytes() + 4L * i * out.channels();
        for (int o = 0; o < plain.outputs(); o++) {
          Lanes.set(packed, row + 4L * o, index.weight(w, at, o, i, tap));
        }
      }
    }
    long before = packed.get(ADDRESS, to);
    long bytes = plain.taps() * tapBytes();
    packed.set(ADDRESS, to, backend.constant(packed, to + HEADER, bytes, before));
  }

  @Override
  public long scratchBytes() {
    return 0;
  }

  @Override
  public int rows() {
    return 1;
  }

  @Override
  public int rowHeight() {
    return height;
  }

  @Override
  public long multiplications() {
    return (long) in.computedPixels(1) * size * size * in.channels() * out.channels();
  }

  @Override
  public void run(
      ImageBatch batch,
      Band band,
      MemorySegment packed,
      long packedAt,
      MemorySegment scratch,
      long scratchAt) {
    if (band.size(1) == 0) {
      return;
    }
    long weights = packed.get(ADDRESS, packedAt);
    GemmQueue queue = backend.acquire();
    try {
      for (int first = 0; first < batch.count(); first += mostImages) {
        chunk(batch, first, Math.min(mostImages, batch.count() - first), queue, weights);
      }
    } finally {
      backend.release(queue);
    }
  }

  private void chunk(ImageBatch batch, int first, int images, GemmQueue queue, long weights) {
    StagedBuffer x = queue.buffer(GemmQueue.Slot.LEFT, in.bytes(images));
    StagedBuffer y = queue.buffer(GemmQueue.Slot.RESULT, out.computedBytes(images));
    in.writeLead(x.host());
    for (int n = 0; n < images; n++) {
      in.write(batch.from[first + n], batch.fromAt[first + n], x.host(), n);
    }
    queue.upload(x, in.bytes(images));
    StridedGemm call = queue.product();
    call.extent(in.computedPixels(images), out.channels(), in.channels());
    for (int tap = 0; tap < plain.taps(); tap++) {
      long shift = 4L * in.channels() * in.tapOffset(tap / size, tap % size);
      call.left(x.device() + shift, in.channels(), false);
      call.right(weights + tap * tapBytes(), out.channels());
      call.result(y.device(), out.channels(), tap > 0);
      queue.multiply(call);
    }
    queue.download(y, out.computedBytes(images));
    queue.await();
    for (int n = 0; n < images; n++) {
      out.read(y.host(), n, batch.to[first + n], batch.toAt[first + n]);
    }
  }
}
