package rivulet.autodiff.plan;

import java.util.ArrayList;
import java.util.List;
import rivulet.autodiff.Op;
import rivulet.autodiff.Sink;
import rivulet.autodiff.Value;
import rivulet.autodiff.plan.schedule.Broadcast;
import rivulet.autodiff.plan.schedule.PhaseWork;
import rivulet.autodiff.plan.schedule.RowStep;
import rivulet.autodiff.plan.schedule.Step;
import rivulet.tensor.Layout;
import rivulet.tensor.Shape;

/** Writes fused rows as {@link RowOp row operations} on the homes of their values. */
record RowCode(PhaseWork work, Homes.OfPhase homes) {

  RowInstruction instruction(Step.Rows rows) {
    List<RowOp> ops = new ArrayList<>();
    for (RowStep step : rows.order()) {
      ops.add(op(step));
      step.finished().forEach(value -> ops.addAll(sums(value)));
    }
    Shape shape = rows.first().shape();
    int floats = new Layout(shape, 0).rowFloats();
    return new RowInstruction(ops, shape, floats, rows.first().perImage());
  }

  private List<RowOp> sums(Value value) {
    List<RowOp> sums = new ArrayList<>();
    for (Sink sink : work.sinksOf(value)) {
      sums.add(new RowOp.Accumulate(homes.home(value), sum(sink)));
    }
    return sums;
  }

  private Operand sum(Sink sink) {
    return homes.lasting().get(sink.accumulator());
  }

  private RowOp op(RowStep step) {
    return switch (step) {
      case RowStep.Plain(var value) -> plain(value);
      case RowStep.Pair pair ->
          new RowOp.ValueAndFirst(
              ((Op.Activate) pair.asked().op()).kind(),
              read(pair.asked(), 0),
              homes.home(pair.value()),
              homes.home(pair.derivative()));
      case RowStep.ScaledAdd(var value, var product, var other) ->
          new RowOp.AddScaled(
              image(product), scalar(product), homes.read(other, value), homes.home(value));
      case RowStep.ScaledSum(var product) ->
          new RowOp.AccumulateScaled(
              image(product), scalar(product), sum(work.sinksOf(product).getFirst()));
    };
  }

  private Operand image(Value product) {
    return homes.read(Broadcast.image(product), product);
  }

  private Operand scalar(Value product) {
    return homes.home(Broadcast.scalar(product));
  }

  private Operand read(Value value, int operand) {
    return homes.read(value.operand(operand), value);
  }

  private RowOp plain(Value value) {
    Operand to = homes.home(value);
    return switch (value.op()) {
      case Op.Add _, Op.Multiply _ -> binary(value, to);
      case Op.Scale(var factor) -> new RowOp.Scale((float) factor, read(value, 0), to);
      case Op.Activate(var kind, var order) -> new RowOp.Activate(kind, order, read(value, 0), to);
      case Op.Wave(var frequency, var cosine) ->
          new RowOp.Wave(frequency, cosine, read(value, 0), to);
      case Op.SecondDerivative(var kind) ->
          new RowOp.SecondFromFirst(kind, read(value, 0), read(value, 1), to);
      case Op.Input _,
          Op.Fill _,
          Op.Indicator _,
          Op.Convolve _,
          Op.ConvolveAdjoint _,
          Op.KernelGradient _,
          Op.SelectInputs _,
          Op.EmbedInputs _,
          Op.Stretch _,
          Op.Shrink _,
          Op.SumTo _,
          Op.Dot _ ->
          throw new IllegalStateException("fusion: " + value.op()); // not elementwise
    };
  }

  private RowOp binary(Value value, Operand to) {
    boolean swapped = Broadcast.isScalar(value.operand(0), value);
    Value left = value.operand(swapped ? 1 : 0);
    Value right = value.operand(swapped ? 0 : 1);
    if (Broadcast.isScalar(left, value)) {
      throw new IllegalArgumentException("fusion: two scalars give no image");
    }
    Operand a = homes.read(left, value);
    Operand b = homes.read(right, value);
    boolean sum = value.op() instanceof Op.Add;
    if (Broadcast.isScalar(right, value)) {
      return sum ? new RowOp.AddScalar(a, b, to) : new RowOp.MultiplyScalar(a, b, to);
    }
    return sum ? new RowOp.Add(a, b, to) : new RowOp.Multiply(a, b, to);
  }
}
