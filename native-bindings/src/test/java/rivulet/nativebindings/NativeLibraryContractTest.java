package rivulet.nativebindings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class NativeLibraryContractTest {

  private static final String ABSENT = "librivulet-no-such-library.so.7";

  @Test
  void absentLibraryIsAValueThatNamesEveryCandidate() {
    var library = NativeLibrary.open(ABSENT, "/nowhere/libother.so");
    String reason = assertInstanceOf(NativeLibrary.Unavailable.class, library).reason();
    assertTrue(reason.startsWith("none of [" + ABSENT + ", /nowhere/libother.so] loads; "), reason);
    assertTrue(reason.contains("; /nowhere/libother.so: "), reason);
    assertEquals(1, reason.lines().count(), reason);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void laterCandidateIsTakenWhenEarlierOnesAreAbsent() {
    var library = NativeLibrary.open(ABSENT, "libm.so.6");
    assertEquals("libm.so.6", assertInstanceOf(NativeLibrary.Available.class, library).name());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  @SuppressWarnings("restricted")
  void symbolsOfAnOpenLibraryCanBeCalled() throws Throwable {
    var library =
        assertInstanceOf(NativeLibrary.Available.class, NativeLibrary.open("libm.so.6")).symbols();
    MethodHandle cbrt =
        Linker.nativeLinker()
            .downcallHandle(
                library.findOrThrow("cbrt"),
                FunctionDescriptor.of(ValueLayout.JAVA_DOUBLE, ValueLayout.JAVA_DOUBLE));
    assertEquals(3.0, (double) cbrt.invokeExact(27.0), 1e-15);
  }

  @Test
  void noCandidateAtAllIsRefused() {
    var refusal = assertThrows(IllegalArgumentException.class, NativeLibrary::open);
    assertEquals(
        "native library: asked to open []; name at least one, none blank", refusal.getMessage());
  }

  @Test
  void blankCandidateIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> NativeLibrary.open("libm.so.6", " "));
  }

  @Test
  void blankReasonIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new NativeLibrary.Unavailable(" "));
  }
}
