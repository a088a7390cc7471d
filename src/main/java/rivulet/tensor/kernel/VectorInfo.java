package rivulet.tensor.kernel;

import java.util.List;
import rivulet.tensor.kernel.gemm.Tiles;

/** What the vector kernels run on, for people to read; no result depends on it. */
public final class VectorInfo {
  private VectorInfo() {}

  /** Bits of one vector: 128, 256 or 512. */
  public static int bits() {
    return Lanes.F.vectorBitSize();
  }

  /** Float32 lanes of one vector. */
  public static int lanes() {
    return Lanes.COUNT;
  }

  /** Register tiles of matrix products on this machine, as rows x vectors. */
  public static List<String> tiles() {
    return Tiles.inUse();
  }
}
