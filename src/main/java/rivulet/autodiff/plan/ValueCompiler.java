package rivulet.autodiff.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import rivulet.autodiff.Op;
import rivulet.autodiff.Sink;
import rivulet.autodiff.Value;

/**
 * Compiles the values that are not elementwise, one at a time; convolutions and kernel gradients
 * that share a kernel go together.
 */
record ValueCompiler(PhaseCompiler phase) {

  /** Emits the instructions of one value that is ready, and of those computed along with it. */
  void compile(Value value) {
    switch (value.op()) {
      case Op.Fill op -> {
        phase.emit(new FillInstruction(phase.define(value), (float) op.value()));
        phase.finish(List.of(value));
      }
      case Op.Indicator op -> {
        Operand to = phase.define(value);
        phase.emit(new IndicatorInstruction(to, op.lattice(), value.perImage()));
        phase.finish(List.of(value));
      }
      case Op.Convolve op -> convolutions(value);
      case Op.ConvolveAdjoint op -> convolutions(value);
      case Op.KernelGradient op -> kernelGradients(value);
      case Op.Dot op -> dot(value, op);
      case Op.SumTo op -> sumTo(value);
      case Op.Stretch op -> stretch(value);
      case Op.Shrink op -> stretch(value);
      case Op.Input _,
          Op.SelectInputs _,
          Op.EmbedInputs _,
          Op.Add _,
          Op.Multiply _,
          Op.Scale _,
          Op.Activate _,
          Op.SecondDerivative _,
          Op.Wave _ ->
          kernelOperation(value);
    }
  }

  private void convolutions(Value first) {
    Set<Value> alike = new LinkedHashSet<>();
    for (Value value : phase.pending()) {
      boolean same =
          value.op().equals(first.op())
              && value.operand(1) == first.operand(1)
              && value.perImage() == first.perImage()
              && value.shape().equals(first.shape())
              && value.operand(0).perImage() == first.operand(0).perImage();
      if (same && phase.ready(value, Set.of(), Set.of())) {
        alike.add(value);
      }
    }
    List<Operand> from = new ArrayList<>();
    List<Operand> to = new ArrayList<>();
    for (Value value : alike) {
      from.add(phase.home(value.operand(0)));
      to.add(phase.define(value));
    }
    phase.builder().noteBatch(from.size());
    phase.emit(
        new ConvolutionInstruction(
            phase.builder().convolution(first),
            phase.builder().packed(first),
            from,
            to,
            first.perImage()));
    finishWithSinks(alike);
  }

  private void finishWithSinks(Set<Value> group) {
    for (Value value : group) {
      phase.sinksOf(value).forEach(this::sum);
    }
    phase.finish(group);
  }

  /** Feeds a sink from memory. */
  void sum(Sink sink) {
    Value c = sink.contribution();
    Operand to = phase.builder().home(sink.accumulator());
    phase.emit(new SumInstruction(phase.home(c), c.perImage(), to, sink.target().perImage(), true));
  }

  private void kernelGradients(Value first) {
    List<Sink> targets = phase.sinksOf(first);
    if (targets.isEmpty()) {
      plainKernelGradient(first);
      return;
    }
    Value accumulator = targets.getFirst().accumulator();
    PlanBuilder.PackedSum sum = phase.builder().packedSum(accumulator, first);
    Set<Value> alike = new LinkedHashSet<>();
    List<Operand> x = new ArrayList<>();
    List<Operand> g = new ArrayList<>();
    for (Value value : phase.pending()) {
      boolean same =
          value.op().equals(first.op())
              && value.operand(0).shape().equals(first.operand(0).shape())
              && phase.sinksOf(value).stream().anyMatch(sink -> sink.accumulator() == accumulator);
      if (same && phase.ready(value, Set.of(), Set.of())) {
        alike.add(value);
        x.add(phase.home(value.operand(0)));
        g.add(phase.home(value.operand(1)));
      }
    }
    phase.builder().noteBatch(x.size());
    phase.emit(new KernelGradientInstruction(sum.kernel(), x, g, sum.home(), perImage(first)));
    phase.finish(alike);
  }

  private static boolean perImage(Value kernelGradient) {
    return kernelGradient.operands().stream().anyMatch(Value::perImage);
  }

  private void plainKernelGradient(Value value) {
    Region region =
        phase.phase() == Plan.Phase.REVERSE_UPDATE ? Region.GRADIENTS : Region.PARAMETERS;
    PlanBuilder.PackedSum sum = phase.builder().newPackedSum(value, region);
    phase.emit(new KernelInstructions.Clear(sum.home(), sum.kernel().packedFloats()));
    phase.emit(
        new KernelGradientInstruction(
            sum.kernel(),
            List.of(phase.home(value.operand(0))),
            List.of(phase.home(value.operand(1))),
            sum.home(),
            perImage(value)));
    Operand home = phase.builder().allocate(region, value);
    phase.keep(value, home);
    phase.builder().home(value, home);
    phase.emit(
        new KernelInstructions.Unpack(
            List.of(sum.kernel()), List.of(sum.home()), home, value.kernel()));
    phase.finish(List.of(value));
  }

  private void dot(Value value, Op.Dot op) {
    phase
        .builder()
        .program()
        .outputs()
        .forEach((name, output) -> {
          if (output == value) {
            emitDot(value, op, phase.builder().roles().number().applyAsInt(name));
          }
        });
    phase.finish(List.of(value));
  }

  private void emitDot(Value value, Op.Dot op, int quadrature) {
    phase.emit(
        new DotInstruction(
            phase.home(value.operand(0)),
            phase.home(value.operand(1)),
            op.scale(),
            quadrature,
            phase.builder().roles().quadratures()));
  }

  private void stretch(Value value) {
    Operand from = phase.home(value.operand(0));
    Operand to = phase.define(value);
    phase.emit(
        value.op() instanceof Op.Stretch
            ? new StretchInstruction(from, to, value.perImage())
            : new ShrinkInstruction(from, to, value.perImage()));
    finishWithSinks(Set.of(value));
  }

  private void sumTo(Value value) {
    Value x = value.operand(0);
    List<Sink> targets = phase.sinksOf(value);
    if (targets.size() == 1 && phase.uses(value) == 1) {
      Sink sink = targets.getFirst();
      Operand to = phase.builder().home(sink.accumulator());
      phase.emit(
          new SumInstruction(phase.home(x), x.perImage(), to, sink.target().perImage(), true));
      phase.finish(List.of(value));
      return;
    }
    Operand to = phase.define(value);
    phase.emit(new SumInstruction(phase.home(x), x.perImage(), to, value.perImage(), false));
    finishWithSinks(Set.of(value));
  }

  private void kernelOperation(Value value) {
    Operand a = phase.home(value.operand(0));
    Operand to = phase.define(value);
    Instruction instruction =
        switch (value.op()) {
          case Op.SelectInputs op ->
              new KernelInstructions.Select(
                  a, value.operand(0).kernel(), to, value.kernel(), op.from(), false);
          case Op.EmbedInputs op ->
              new KernelInstructions.Select(
                  a, value.kernel(), to, value.operand(0).kernel(), op.from(), true);
          // The same arithmetic as for rows; what is none is refused as it runs.
          default ->
              new KernelInstructions.Flat(
                  value.op(), a, phase.home(value.operands().getLast()), to, floats(value));
        };
    phase.emit(instruction);
    phase.finish(List.of(value));
  }

  private static int floats(Value value) {
    return (int) value.extent().elements();
  }
}
