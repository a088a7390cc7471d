package rivulet.tensor.kernel.convolution;

import java.lang.foreign.MemorySegment;
import rivulet.nativebindings.StridedGemm;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Layout;
import rivulet.tensor.Shape;
import rivulet.tensor.kernel.Elementwise;
import rivulet.tensor.kernel.Lanes;
import rivulet.tensor.kernel.Offload;
import rivulet.tensor.kernel.OffloadBackend;
import rivulet.tensor.kernel.StagedBuffer;
import rivulet.tensor.kernel.gemm.GemmQueue;

/**
 * Kernel gradients on a backend: images and cotangents of a batch go there as {@link PixelGrid}s,
 * whose margins are zero on both sides; per tap the transposed, shifted view of the images times
 * the cotangents, the taps of a row as one strided batch. The sum of the batch comes back and is
 * added to the accumulator here.
 *
 * <p>Packed order: tap, input channel (padded), output channel (padded).
 */
public final class OffloadedKernelGradient implements KernelGradient {
  private final OffloadBackend backend;
  private final KernelShape kernel;
  private final PixelGrid x;
  private final PixelGrid g;
  private final int mostImages;

  public OffloadedKernelGradient(
      Shape image, KernelShape kernel, int gradientBorder, Offload offload) {
    this.backend = offload.backend();
    this.kernel = kernel;
    int border = Convolution.border(kernel.size());
    this.x = new PixelGrid(new Layout(image.withChannels(kernel.inputs()), border), border);
    this.g =
        new PixelGrid(new Layout(image.withChannels(kernel.outputs()), gradientBorder), border);
    this.mostImages =
        Math.min(x.imagesWithin(offload.chunkBytes()), g.imagesWithin(offload.chunkBytes()));
  }

  @Override
  public String algorithm() {
    return backend.name();
  }

  private int tapFloats() {
    return x.channels() * g.channels();
  }

  @Override
  public int packedFloats() {
    return kernel.taps() * tapFloats();
  }

  @Override
  public long scratchBytes() {
    return 0;
  }

  @Override
  public int separable(int pairs) {
    return 0;
  }

  @Override
  public void accumulate(
      ImageBatch batch, MemorySegment sum, long at, MemorySegment scratch, long scratchAt) {
    GemmQueue queue = backend.acquire();
    try {
      for (int first = 0; first < batch.count(); first += mostImages) {
        int count = Math.min(mostImages, batch.count() - first);
        chunk(batch, first, count, queue);
        StagedBuffer result = queue.buffer(GemmQueue.Slot.RESULT, 4L * packedFloats());
        Elementwise.accumulate(result.host(), 0, sum, at, packedFloats());
      }
    } finally {
      backend.release(queue);
    }
  }

  private void chunk(ImageBatch batch, int first, int images, GemmQueue queue) {
    StagedBuffer left = queue.buffer(GemmQueue.Slot.LEFT, x.bytes(images));
    StagedBuffer right = queue.buffer(GemmQueue.Slot.RIGHT, g.bytes(images));
    StagedBuffer result = queue.buffer(GemmQueue.Slot.RESULT, 4L * packedFloats());
    x.writeLead(left.host());
    g.writeLead(right.host());
    for (int n = 0; n < images; n++) {
      x.write(batch.from[first + n], batch.fromAt[first + n], left.host(), n);
      g.write(batch.to[first + n], batch.toAt[first + n], right.host(), n);
    }
    queue.upload(left, x.bytes(images));
    queue.upload(right, g.bytes(images));
    products(queue, left.device(), right.device(), result.device(), x.computedPixels(images));
    queue.download(result, 4L * packedFloats());
    queue.await();
  }

  private void products(GemmQueue queue, long images, long cotangents, long sum, int pixels) {
    StridedGemm call = queue.product();
    for (int dy = 0; dy < kernel.size(); dy++) {
      call.extent(x.channels(), g.channels(), pixels);
      call.batch(kernel.size(), x.channels(), 0, tapFloats());
      call.left(images + 4L * x.channels() * x.tapOffset(dy, 0), x.channels(), true);
      call.right(cotangents + 4L * g.channels() * g.lead(), g.channels());
      call.result(sum + 4L * dy * kernel.size() * tapFloats(), g.channels(), false);
      queue.multiply(call);
    }
  }

  @Override
  public void unpackAdding(MemorySegment sum, long at, MemorySegment w, long to) {
    for (int o = 0; o < kernel.outputs(); o++) {
      for (int i = 0; i < kernel.inputs(); i++) {
        for (int tap = 0; tap < kernel.taps(); tap++) {
          long from = at + 4L * ((long) tap * tapFloats() + (long) i * g.channels() + o);
          long place = to + 4L * (((long) o * kernel.inputs() + i) * kernel.taps() + tap);
          Lanes.set(w, place, Lanes.get(w, place) + Lanes.get(sum, from));
        }
      }
    }
  }
}
