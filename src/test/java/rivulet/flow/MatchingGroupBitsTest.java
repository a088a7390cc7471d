package rivulet.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import rivulet.flow.network.CnfLevel;
import rivulet.flow.network.Divergence;
import rivulet.flow.network.LayerKind;
import rivulet.parallel.WorkerPool;
import rivulet.tensor.Shape;
import rivulet.tensor.Workspace;

/** Sums of a group whose images come one after the other, or shared by a crew: equal bits. */
final class MatchingGroupBitsTest {
  private static final int IMAGES = 3;
  private static final Shape WIDE = new Shape(3, 6, 256);

  @ParameterizedTest
  @EnumSource(LayerKind.class)
  void wideImagesGiveTheSameSumsOneByOne(LayerKind layer) {
    try (Workspace workspace = new Workspace()) {
      CnfLevel level = level(layer, WIDE, workspace);
      assertEquals(1, level.plan().separable());
      assertArrayEquals(sums(level, IMAGES, workspace), sums(level, 1, workspace));
    }
  }

  /** Sides, and the images whose tiles fill chunks of the kernel gradient to the last. */
  @ParameterizedTest
  @CsvSource({"14, 14, 4", "7, 7, 16", "16, 16, 4", "8, 8, 16", "56, 56, 2", "12, 20, 4"})
  void imagesThatEndWithAChunkGiveTheSameSumsApart(int height, int width, int images) {
    try (Workspace workspace = new Workspace()) {
      CnfLevel level = level(LayerKind.CONCAT, new Shape(3, height, width), workspace);
      assertEquals(images, level.plan().separable());
      int more = 2 * images + 1;
      int[] together = sums(level, more, workspace, more);
      assertArrayEquals(together, sums(level, images, workspace, more));
      assertArrayEquals(together, sums(level, 2 * images, workspace, more));
      assertFalse(Arrays.equals(together, sums(level, images - 1, workspace, more)));
    }
  }

  @Test
  void imagesThatShareAChunkOfAKernelGradientAreTakenTogether() {
    try (Workspace workspace = new Workspace()) {
      CnfLevel level = level(LayerKind.CONCAT, new Shape(3, 20, 20), workspace);
      assertEquals(12, level.plan().separable());
      int[] together = sums(level, IMAGES, workspace);
      assertFalse(Arrays.equals(together, sums(level, 1, workspace)));
    }
  }

  @Test
  void aCrewChangesNoBit() {
    try (Workspace workspace = new Workspace();
        WorkerPool crew = new WorkerPool(3)) {
      CnfLevel level = level(LayerKind.CONCAT, new Shape(3, 64, 64), workspace);
      int[] alone = sums(level, IMAGES, workspace);
      MatchingGroup shared = new MatchingGroup(level, IMAGES, workspace);
      shared.crew(crew);
      assertArrayEquals(alone, sums(level, shared, workspace, IMAGES));
      assertTrue(Arrays.stream(alone).distinct().count() > 100, "sums are no constants");
    }
  }

  private static CnfLevel level(LayerKind layer, Shape state, Workspace workspace) {
    return SampleLevels.level(
        SampleLevels.spec(layer, 16, state, 2), 1, Divergence.probes(0), true, workspace);
  }

  private static int[] sums(CnfLevel level, int lanes, Workspace workspace) {
    return sums(level, lanes, workspace, IMAGES);
  }

  private static int[] sums(CnfLevel level, int lanes, Workspace workspace, int images) {
    return sums(level, new MatchingGroup(level, lanes, workspace), workspace, images);
  }

  /** Bits of the sums over all images. */
  private static int[] sums(CnfLevel level, MatchingGroup group, Workspace workspace, int images) {
    int entries = group.dimensions();
    int seen = level.spec().condition() * level.spec().state().pixels();
    group.sumInto(workspace.allocate(4L * level.sumFloats()));
    for (int first = 0; first < images; first += group.lanes()) {
      int count = Math.min(group.lanes(), images - first);
      for (int lane = 0; lane < count; lane++) {
        int n = first + lane;
        double[] data = SampleLevels.image(entries, n, 1);
        group.load(lane, data, 0.2 + 0.6 * n / images, SampleLevels.image(entries, 10 + n, 2));
        group.condition(lane, SampleLevels.image(seen, 20 + n, 1));
      }
      group.gradient(count, 0.1);
    }
    MemorySegment sums = group.sums();
    int[] bits = new int[level.sumFloats()];
    MemorySegment.copy(sums, ValueLayout.JAVA_INT_UNALIGNED, 0, bits, 0, bits.length);
    return bits;
  }
}
