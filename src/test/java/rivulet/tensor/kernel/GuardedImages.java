package rivulet.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import rivulet.tensor.Layout;
import rivulet.tensor.Shape;

/**
 * Images of one layout, each between guards of NaN: what reads a guard spoils its result, what
 * writes one is found by {@link #assertOnlyPixelsWritten}.
 */
public final class GuardedImages {
  private static final long GUARD = 256;
  private static final int GUARD_BITS = 0x7fc0_5a5a;

  public final Layout layout;
  public final MemorySegment segment;
  public final int count;

  private GuardedImages(Arena arena, Layout layout, int count) {
    this.layout = layout;
    this.count = count;
    this.segment = arena.allocate(count * (layout.imageBytes() + GUARD) + GUARD, 64);
    for (long at = 0; at < segment.byteSize(); at += 4) {
      Lanes.set(segment, at, Float.intBitsToFloat(GUARD_BITS));
    }
    for (int n = 0; n < count; n++) {
      segment.asSlice(at(n), layout.imageBytes()).fill((byte) 0);
    }
  }

  /** Images of numbers in [−1, 1). */
  public static GuardedImages random(Arena arena, Layout layout, int count, long seed) {
    GuardedImages images = new GuardedImages(arena, layout, count);
    SplittableRandom random = new SplittableRandom(seed);
    double[] planar = new double[(int) layout.shape().elements()];
    for (int n = 0; n < count; n++) {
      for (int i = 0; i < planar.length; i++) {
        planar[i] = random.nextDouble(-1, 1);
      }
      layout.scatter(planar, 0, images.segment, images.at(n));
    }
    return images;
  }

  /** Targets: zero borders, pixels that still hold an old number in every channel. */
  public static GuardedImages stale(Arena arena, Layout layout, int count) {
    GuardedImages images = new GuardedImages(arena, layout, count);
    for (int n = 0; n < count; n++) {
      for (int row = 0; row < layout.shape().height(); row++) {
        long at = images.at(n) + layout.offset(0, row, 0);
        Elementwise.fill(77f, images.segment, at, layout.rowFloats());
      }
    }
    return images;
  }

  public long at(int n) {
    return GUARD + n * (layout.imageBytes() + GUARD);
  }

  /** The image as the kernels see it, planar. */
  public double[] planar(int n) {
    double[] planar = new double[(int) layout.shape().elements()];
    layout.gather(segment, at(n), planar, 0);
    return planar;
  }

  /** Guards are whole; borders, room at the end and padding channels are zero. */
  public void assertOnlyPixelsWritten(String what) {
    for (int n = 0; n < count; n++) {
      for (long byteInGuard = 0; byteInGuard < GUARD; byteInGuard += 4) {
        assertGuard(at(n) - GUARD + byteInGuard, what);
        assertGuard(at(n) + layout.imageBytes() + byteInGuard, what);
      }
      for (long at = 0; at < layout.imageBytes(); at += 4) {
        if (!isChannel(at)) {
          assertEquals(0f, Lanes.get(segment, at(n) + at), what + ": byte " + at + " of " + layout);
        }
      }
    }
  }

  private void assertGuard(long at, String what) {
    assertEquals(
        GUARD_BITS, Float.floatToRawIntBits(Lanes.get(segment, at)), what + ": guard, byte " + at);
  }

  private boolean isChannel(long at) {
    int row = (int) (at / layout.rowBytes()) - layout.border();
    int column = (int) (at % layout.rowBytes() / layout.pixelBytes()) - layout.border();
    long channel = at % layout.rowBytes() % layout.pixelBytes() / 4;
    Shape shape = layout.shape();
    return row >= 0
        && row < shape.height()
        && column >= 0
        && column < shape.width()
        && channel < shape.channels();
  }
}
