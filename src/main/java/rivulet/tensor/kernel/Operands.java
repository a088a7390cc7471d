package rivulet.tensor.kernel;

import java.lang.foreign.MemorySegment;

/**
 * What every kernel asks of its operands, checked once per call: n floats inside a native segment,
 * and a result that either starts exactly where a source starts or does not touch it.
 */
final class Operands {
  private Operands() {}

  /** Throws unless {@code n} floats at byte {@code offset} lie inside the native segment. */
  static void check(String name, MemorySegment segment, long offset, int n) {
    long bytes = (long) n * Float.BYTES;
    if (n < 0 || offset < 0 || offset > segment.byteSize() - bytes || !segment.isNative()) {
      throw refused(name, segment, offset, n);
    }
  }

  /** Throws if the two runs of {@code n} floats overlap without being the same run. */
  static void apart(MemorySegment from, long fromOffset, MemorySegment to, long toOffset, int n) {
    long gap = Math.abs(from.address() + fromOffset - to.address() - toOffset);
    if (gap != 0 && gap < (long) n * Float.BYTES) {
      throw new IllegalArgumentException(
          "kernel: result overlaps a source, shifted by "
              + gap
              + " bytes; use the same place or a separate one");
    }
  }

  private static IllegalArgumentException refused(
      String name, MemorySegment segment, long offset, int n) {
    if (!segment.isNative()) {
      return new IllegalArgumentException(
          "kernel: " + name + " is a heap segment; allocate it from an Arena");
    }
    return new IllegalArgumentException(
        "kernel: "
            + name
            + " asks for "
            + n
            + " floats at byte "
            + offset
            + " of a segment of "
            + segment.byteSize()
            + " bytes; give a count and an offset that lie inside it");
  }
}
