package rivulet.autodiff.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import rivulet.autodiff.Op;
import rivulet.autodiff.Sink;
import rivulet.autodiff.Value;
import rivulet.autodiff.plan.schedule.PhaseWork;
import rivulet.autodiff.plan.schedule.PlanRequest;
import rivulet.autodiff.plan.schedule.Step;

/** Writes one step of a phase as instructions on the homes of its values. */
record StepCode(PlanRequest request, PhaseWork work, Homes.OfPhase homes, SharedPlaces shared) {

  List<Instruction> instructions(Step step) {
    return switch (step) {
      case Step.Rows rows -> List.of(new RowCode(work, homes).instruction(rows));
      case Step.Convolutions convolutions -> withSums(convolution(convolutions), step);
      case Step.KernelGradients(_, var accumulator) ->
          List.of(kernelGradient(step, shared.sum(accumulator, step.first())));
      case Step.Alone alone -> alone(alone);
    };
  }

  private Instruction convolution(Step.Convolutions step) {
    SharedPlaces.Packed packed = shared.packed(step.first());
    return new ConvolutionInstruction(
        packed.convolution(),
        packed.home(),
        step.values().stream().map(value -> home(value, 0)).toList(),
        step.values().stream().map(homes::home).toList(),
        step.first().perImage());
  }

  private Instruction kernelGradient(Step step, SharedPlaces.PackedSum sum) {
    return new KernelGradientInstruction(
        sum.kernel(),
        step.values().stream().map(value -> home(value, 0)).toList(),
        step.values().stream().map(value -> home(value, 1)).toList(),
        sum.home(),
        step.first().operands().stream().anyMatch(Value::perImage));
  }

  private List<Instruction> alone(Step.Alone step) {
    Value value = step.value();
    return switch (value.op()) {
      case Op.Fill(var number) -> List.of(new FillInstruction(homes.home(value), (float) number));
      case Op.Indicator(var lattice) ->
          List.of(new IndicatorInstruction(homes.home(value), lattice, value.perImage()));
      case Op.KernelGradient _ -> ownKernelGradient(step);
      case Op.Dot(var scale) -> dots(value, scale);
      case Op.SumTo _ when work.onlyFeedsOneSink(value) ->
          List.of(sum(value.operand(0), work.sinksOf(value).getFirst()));
      case Op.SumTo _ -> {
        Value x = value.operand(0);
        Operand to = homes.home(value);
        yield withSums(
            new SumInstruction(homes.home(x), x.perImage(), to, value.perImage(), false), step);
      }
      case Op.Stretch _ ->
          withSums(
              new StretchInstruction(home(value, 0), homes.home(value), value.perImage()), step);
      case Op.Shrink _ ->
          withSums(
              new ShrinkInstruction(home(value, 0), homes.home(value), value.perImage()), step);
      case Op.SelectInputs(var from, _) -> List.of(select(value, from, false));
      case Op.EmbedInputs(var from, _) -> List.of(select(value, from, true));
      // The same arithmetic as for rows; what is none is refused as it runs.
      case Op.Input _,
          Op.Convolve _,
          Op.ConvolveAdjoint _,
          Op.Add _,
          Op.Multiply _,
          Op.Scale _,
          Op.Activate _,
          Op.SecondDerivative _,
          Op.Wave _ ->
          List.of(
              new KernelInstructions.Flat(
                  value.op(),
                  home(value, 0),
                  homes.home(value.operands().getLast()),
                  homes.home(value),
                  (int) value.extent().elements()));
    };
  }

  private Instruction select(Value value, int from, boolean embed) {
    Value x = value.operand(0);
    Value whole = embed ? value : x;
    Value part = embed ? x : value;
    return new KernelInstructions.Select(
        homes.home(x), whole.kernel(), homes.home(value), part.kernel(), from, embed);
  }

  /** A gradient that no sum over evaluations wants. */
  private List<Instruction> ownKernelGradient(Step.Alone step) {
    Operand home = homes.home(step.value());
    SharedPlaces.PackedSum sum = shared.ownSum(step.value(), home.region());
    return List.of(
        new KernelInstructions.Clear(sum.home(), sum.kernel().packedFloats()),
        kernelGradient(step, sum),
        new KernelInstructions.Unpack(
            List.of(sum.kernel()), List.of(sum.home()), home, step.value().kernel()));
  }

  private List<Instruction> dots(Value value, double scale) {
    List<Instruction> dots = new ArrayList<>();
    Plan.Roles roles = request.roles();
    request
        .program()
        .outputs()
        .forEach((name, output) -> {
          if (output == value) {
            int number = roles.number().applyAsInt(name);
            dots.add(
                new DotInstruction(
                    home(value, 0),
                    home(value, 1),
                    scale,
                    shared.nextDot(),
                    number,
                    roles.quadratures()));
          }
        });
    return dots;
  }

  private List<Instruction> withSums(Instruction instruction, Step step) {
    Stream<Instruction> sums =
        step.values().stream()
            .flatMap(value -> work.sinksOf(value).stream())
            .map(sink -> sum(sink.contribution(), sink));
    return Stream.concat(Stream.of(instruction), sums).toList();
  }

  /** Feeds a sink from memory. */
  Instruction sum(Value from, Sink sink) {
    Operand to = homes.lasting().get(sink.accumulator());
    return new SumInstruction(
        homes.home(from), from.perImage(), to, sink.target().perImage(), true);
  }

  private Operand home(Value value, int operand) {
    return homes.home(value.operand(operand));
  }
}
