package rivulet.autodiff.plan;

import java.lang.foreign.MemorySegment;
import java.util.List;
import rivulet.autodiff.Op;
import rivulet.tensor.KernelShape;
import rivulet.tensor.kernel.Elementwise;
import rivulet.tensor.kernel.convolution.Convolution;
import rivulet.tensor.kernel.convolution.KernelGradient;

/** The operations on kernels, which run once per update or once per group. */
final class KernelInstructions {
  private KernelInstructions() {}

  /** Packs a canonical kernel for an algorithm. */
  record Pack(Convolution convolution, Operand kernel, boolean adjoint, Operand packed)
      implements Instruction {
    @Override
    public void run(Frame frame) {
      convolution.pack(
          frame.segment(kernel.region()),
          kernel.at(frame, 0),
          adjoint,
          frame.segment(packed.region()),
          packed.at(frame, 0));
    }

    @Override
    public String describe() {
      return "pack, " + convolution.algorithm();
    }
  }

  /**
   * The canonical sum of accumulators, each in the packed order of its own image size; they are
   * used up.
   */
  record Unpack(List<KernelGradient> kernels, List<Operand> sums, Operand to, KernelShape shape)
      implements Instruction {
    @Override
    public void run(Frame frame) {
      MemorySegment target = frame.segment(to.region());
      Elementwise.fill(0f, target, to.at(frame, 0), (int) shape.elements());
      for (int i = 0; i < sums.size(); i++) {
        Operand sum = sums.get(i);
        kernels
            .get(i)
            .unpackAdding(frame.segment(sum.region()), sum.at(frame, 0), target, to.at(frame, 0));
      }
    }

    @Override
    public String describe() {
      return "unpack " + shape;
    }
  }

  /** Copies input channels between a kernel and a part of it. */
  record Select(
      Operand from, KernelShape whole, Operand to, KernelShape part, int first, boolean embed)
      implements Instruction {
    @Override
    public void run(Frame frame) {
      MemorySegment source = frame.segment(from.region());
      MemorySegment target = frame.segment(to.region());
      if (embed) {
        Elementwise.fill(0f, target, to.at(frame, 0), (int) whole.elements());
      }
      long bytes = 4L * part.inputs() * part.taps();
      for (int o = 0; o < part.outputs(); o++) {
        long inWhole = 4L * (o * whole.inputs() + first) * whole.taps();
        long inPart = o * bytes;
        MemorySegment.copy(
            source,
            from.at(frame, 0) + (embed ? inPart : inWhole),
            target,
            to.at(frame, 0) + (embed ? inWhole : inPart),
            bytes);
      }
    }

    @Override
    public String describe() {
      return (embed ? "embed " : "select ") + part;
    }
  }

  /** Sum, product or scaled copy of whole kernels. */
  record Flat(Op op, Operand a, Operand b, Operand to, int floats) implements Instruction {
    @Override
    public void run(Frame frame) {
      MemorySegment sa = frame.segment(a.region());
      MemorySegment sb = frame.segment(b.region());
      MemorySegment target = frame.segment(to.region());
      long ao = a.at(frame, 0);
      long bo = b.at(frame, 0);
      long at = to.at(frame, 0);
      switch (op) {
        case Op.Add add -> Elementwise.add(sa, ao, sb, bo, target, at, floats);
        case Op.Multiply multiply -> Elementwise.multiply(sa, ao, sb, bo, target, at, floats);
        case Op.Scale scale ->
            Elementwise.scale(sa, ao, (float) scale.factor(), target, at, floats);
        // StepCode makes rows of everything else, or instructions of their own.
        default -> throw new IllegalStateException("plan: " + op + " on a kernel");
      }
    }

    @Override
    public String describe() {
      return "kernel arithmetic";
    }
  }

  /** Copies a kernel or a one-pixel image, e.g. to the gradients. */
  record Copy(Operand from, Operand to, int floats) implements Instruction {
    @Override
    public void run(Frame frame) {
      Elementwise.copy(
          frame.segment(from.region()),
          from.first(frame, 0),
          frame.segment(to.region()),
          to.first(frame, 0),
          floats);
    }

    @Override
    public String describe() {
      return "copy a kernel";
    }
  }

  /** Sets an accumulator to zero. */
  record Clear(Operand to, int floats) implements Instruction {
    @Override
    public void run(Frame frame) {
      Elementwise.fill(0f, frame.segment(to.region()), to.at(frame, 0), floats);
    }

    @Override
    public String describe() {
      return "clear";
    }
  }
}
