package rivulet.tensor.kernel.convolution;

import java.lang.foreign.MemorySegment;
import rivulet.tensor.kernel.gemm.Tiles;

/**
 * Reads a canonical kernel ({@code outputs × inputs × size × size}) as the weights of a convolution
 * from {@code inputs} to {@code outputs} channels. The adjoint of a convolution is the convolution
 * with inputs and outputs exchanged and taps mirrored; then the canonical kernel has this one's
 * inputs as outputs.
 */
record KernelIndex(int inputs, int outputs, int taps, boolean adjoint) {
  long position(int output, int input, int tap) {
    return adjoint
        ? ((long) input * outputs + output) * taps + (taps - 1 - tap)
        : ((long) output * inputs + input) * taps + tap;
  }

  float weight(MemorySegment w, long at, int output, int input, int tap) {
    return w.get(Tiles.FLOAT, at + 4 * position(output, input, tap));
  }
}
