package rivulet.autodiff.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import rivulet.autodiff.Binding;
import rivulet.autodiff.Op;
import rivulet.autodiff.ProgramPrinter;
import rivulet.autodiff.Value;
import rivulet.autodiff.plan.schedule.PhaseValues;
import rivulet.autodiff.plan.schedule.PlanRequest;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Shape;
import rivulet.tensor.kernel.Tuning;
import rivulet.tensor.kernel.convolution.Convolution;
import rivulet.tensor.kernel.convolution.KernelGradient;

/**
 * What several steps use and the first one brings into being: packed weights, rows that repeat a
 * pixel, accumulators of kernel gradients. The same question has the same answer.
 */
final class SharedPlaces {
  /** Weights packed for convolutions of images of one shape. */
  record Packed(Value kernel, boolean adjoint, Convolution convolution, Operand home) {}

  /** A one-pixel value repeated over rows of that width. */
  record RowKey(Value pixel, int width) {}

  /** An accumulator of kernel gradients in the packed order of one image size. */
  record PackedSum(KernelGradient kernel, Operand home, Shape image) {}

  private record PackKey(Value kernel, boolean adjoint, Shape input) {}

  private final PlanRequest request;
  private final PhaseValues usage;
  private final PlanMemory memory;
  private final Map<PackKey, Packed> packed = new HashMap<>();
  private final Map<RowKey, Operand> rows = new HashMap<>();
  private final Map<Value, List<PackedSum>> sums = new HashMap<>();
  private final Map<Value, PackedSum> ownSums = new HashMap<>();
  private int dots;

  SharedPlaces(PlanRequest request, PhaseValues usage, PlanMemory memory) {
    this.request = request;
    this.usage = usage;
    this.memory = memory;
  }

  /** Packed weights of a convolution, to be packed at the end of the update phase. */
  Packed packed(Value value) {
    boolean adjoint = value.op() instanceof Op.ConvolveAdjoint;
    PackKey key = new PackKey(value.operand(1), adjoint, value.operand(0).shape());
    return packed.computeIfAbsent(key, wanted -> pack(wanted, value));
  }

  /** The kernel of a convolution. */
  static Convolution convolution(Value value, Tuning tuning) {
    boolean adjoint = value.op() instanceof Op.ConvolveAdjoint;
    KernelShape kernel = value.operand(1).kernel();
    int outputs = adjoint ? kernel.inputs() : kernel.outputs();
    return Convolution.of(value.operand(0).shape(), outputs, kernel.size(), tuning);
  }

  private Packed pack(PackKey key, Value value) {
    if (key.kernel().binding() != Binding.UPDATE || request.reversed(key.kernel())) {
      throw new IllegalArgumentException(
          "plan: kernel "
              + key.kernel()
              + " of "
              + ProgramPrinter.line(value)
              + " changes within an update; only the interpreter runs such programs");
    }
    Convolution convolution = convolution(value, request.tuning());
    memory.grow(Region.WORK, convolution.scratchBytes());
    Operand home = memory.flat(Region.PARAMETERS, (int) (convolution.packedBytes() / 4));
    return new Packed(key.kernel(), key.adjoint(), convolution, home);
  }

  /** A row that repeats a one-pixel image bound earlier than an evaluation, for all phases. */
  Operand row(RowKey key, Shape shape) {
    Region region = key.pixel().binding() == Binding.UPDATE ? Region.PARAMETERS : Region.SOLVE;
    return rows.computeIfAbsent(key, _ -> memory.row(region, shape));
  }

  /** Whether all phases share this row, or one has it for itself. */
  boolean shared(Operand row) {
    return rows.containsValue(row);
  }

  /** The accumulator of a kernel for images of the size that this gradient has. */
  PackedSum sum(Value accumulator, Value gradient) {
    Shape image = gradient.operand(0).shape();
    List<PackedSum> sums = this.sums.computeIfAbsent(accumulator, _ -> new ArrayList<>());
    for (PackedSum sum : sums) {
      if (sum.image().equals(image)) {
        return sum;
      }
    }
    PackedSum sum = newSum(gradient, Region.UPDATE_SUM);
    sums.add(sum);
    return sum;
  }

  /** The accumulators of a kernel, one for each size of image. */
  List<PackedSum> sums(Value accumulator) {
    return sums.getOrDefault(accumulator, List.of());
  }

  /** A number for one more inner product. */
  int nextDot() {
    return dots++;
  }

  /** An accumulator for this gradient alone. */
  PackedSum ownSum(Value gradient, Region region) {
    return ownSums.computeIfAbsent(gradient, _ -> newSum(gradient, region));
  }

  private PackedSum newSum(Value gradient, Region region) {
    int border = usage.layout(gradient.operand(1)).border();
    Shape image = gradient.operand(0).shape();
    KernelGradient kernel = KernelGradient.of(image, gradient.kernel(), border, request.tuning());
    memory.grow(Region.WORK, kernel.scratchBytes());
    return new PackedSum(kernel, memory.flat(region, kernel.packedFloats()), image);
  }
}
