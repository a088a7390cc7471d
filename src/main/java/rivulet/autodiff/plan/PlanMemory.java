package rivulet.autodiff.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import rivulet.autodiff.Value;
import rivulet.autodiff.plan.schedule.PhaseValues;
import rivulet.autodiff.plan.schedule.Strips;
import rivulet.tensor.Layout;
import rivulet.tensor.Shape;

/** How large the regions of a plan become, and what lies where in them. */
final class PlanMemory {
  private static final long LINE = 64;

  private static final Layout FLAT = new Layout(Shape.SCALAR, 0);

  private final long[] bytes = new long[Region.COUNT];
  private final long rowBytes;
  private final Strips strips;
  private final List<Operand> temporaries = new ArrayList<>();
  private final Map<Layout, Deque<Operand>> free = new HashMap<>();

  /**
   * @param widest bytes of the widest row of pixels
   */
  PlanMemory(long widest, Strips strips) {
    this.strips = strips;
    this.rowBytes = aligned(Math.max(LINE, widest));
    grow(Region.ROWS, rowBytes); // register 0
  }

  private Operand image(Region region, Layout layout) {
    return Operand.image(region, reserve(region, layout.imageBytes()), layout);
  }

  /** Floats without shape: a kernel, packed weights. */
  Operand flat(Region region, int floats) {
    return new Operand(region, reserve(region, 4L * floats), FLAT, 0);
  }

  /** A single row of pixels of the given image shape, standing for every row. */
  Operand row(Region region, Shape shape) {
    Layout layout = new Layout(new Shape(shape.channels(), 1, shape.width()), 0);
    return new Operand(region, reserve(region, layout.imageBytes()), layout, 0);
  }

  /** A row register of fused operations; number 0 is kept for sums. */
  Operand register(int number, Shape shape) {
    grow(Region.ROWS, (number + 1) * rowBytes);
    Layout layout = new Layout(new Shape(shape.channels(), 1, shape.width()), 0);
    return new Operand(Region.ROWS, number * rowBytes, layout, 0);
  }

  /** An image or kernel. */
  Operand place(Region region, Value value, PhaseValues usage) {
    return value.isImage()
        ? image(region, usage.layout(value))
        : flat(region, (int) value.extent().elements());
  }

  /**
   * A temporary image: a place of the same layout that is free, so that its border stays zero, or
   * else a new one.
   */
  Operand temporary(Layout layout) {
    Deque<Operand> candidates = free.get(layout);
    if (candidates != null && !candidates.isEmpty()) {
      return candidates.pop();
    }
    Operand place =
        strips.divide(layout.shape())
            ? Operand.image(
                Region.STRIP, reserve(Region.STRIP, layout.stripBytes(strips.heldRows())), layout)
            : image(Region.SCRATCH, layout);
    temporaries.add(place);
    return place;
  }

  /** Whether a place is that of a temporary. */
  boolean temporary(Operand place) {
    return place.region() == Region.SCRATCH || place.region() == Region.STRIP;
  }

  /** Gives the place of a temporary image back. */
  void release(Operand place) {
    free.computeIfAbsent(place.layout(), _ -> new ArrayDeque<>()).push(place);
  }

  /** Gives them all back: a new phase begins, and no temporary outlives its own. */
  void releaseAll() {
    free.clear();
    temporaries.reversed().forEach(this::release);
  }

  private long reserve(Region region, long size) {
    long offset = bytes[region.index()];
    bytes[region.index()] = offset + aligned(size);
    return offset;
  }

  /** Makes a region at least so large. */
  void grow(Region region, long size) {
    bytes[region.index()] = Math.max(bytes[region.index()], aligned(size));
  }

  /** Gives gradients the places of their parameters. */
  void gradientsLikeParameters() {
    bytes[Region.GRADIENTS.index()] = bytes[Region.PARAMETERS.index()];
  }

  private static long aligned(long size) {
    return (size + LINE - 1) / LINE * LINE;
  }

  /** Bytes by region. */
  long[] bytes() {
    return bytes.clone();
  }
}
