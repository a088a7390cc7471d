package rivulet.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Blocks are zero, aligned and apart; after close none is alive. */
final class WorkspaceLeakTest {

  @Test
  void closeFreesEveryBlock() {
    List<MemorySegment> blocks = new ArrayList<>();
    long bytes = 0;
    try (Workspace workspace = new Workspace()) {
      for (long size : new long[] {0, 1, 63, 64, 65, 1000, 1 << 20}) {
        MemorySegment block = workspace.allocate(size);
        assertTrue(block.byteSize() >= size, "room for " + size);
        assertEquals(0, block.address() % 64, "alignment");
        for (MemorySegment other : blocks) {
          assertTrue(block.asOverlappingSlice(other).isEmpty(), "blocks overlap");
        }
        assertZero(block);
        block.fill((byte) 1);
        blocks.add(block);
        bytes += block.byteSize();
        assertEquals(bytes, workspace.allocatedBytes());
      }
    }
    for (MemorySegment block : blocks) {
      assertFalse(block.scope().isAlive());
      assertThrows(IllegalStateException.class, () -> block.get(Layout.FLOAT, 0));
    }
  }

  private static void assertZero(MemorySegment block) {
    for (long at = 0; at < block.byteSize(); at += 4) {
      assertEquals(0, Float.floatToRawIntBits(block.get(Layout.FLOAT, at)));
    }
  }

  @Test
  void closedForGood() {
    Workspace workspace = new Workspace();
    workspace.close();
    workspace.close();
    assertThrows(IllegalStateException.class, () -> workspace.allocate(64));
  }

  @Test
  void memoryThatIsNotThereIsRefusedWithTheSize() {
    try (Workspace workspace = new Workspace()) {
      workspace.allocate(3 << 20);
      long tooMuch = 1L << 62;
      IllegalStateException refusal =
          assertThrows(IllegalStateException.class, () -> workspace.allocate(tooMuch));
      String message = refusal.getMessage();
      assertTrue(message.startsWith("memory: " + (tooMuch >> 20) + " MiB asked, "), message);
      assertTrue(message.endsWith("; use a smaller model or group, or fewer threads"), message);
      assertEquals(3 << 20, workspace.allocatedBytes());
    }
  }
}
