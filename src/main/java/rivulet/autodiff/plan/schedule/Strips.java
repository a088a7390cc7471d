package rivulet.autodiff.plan.schedule;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import rivulet.autodiff.Op;
import rivulet.autodiff.Value;
import rivulet.autodiff.plan.Plan;
import rivulet.tensor.Shape;

/**
 * How evaluations go through large images: strip by strip from the top, each strip through all
 * steps of a phase, so that temporaries exist for the rows of one strip alone. What a strip's
 * results read around it is computed again in every strip; since an output element of a kernel has
 * the same bits whichever rows it is computed with, so has the result.
 *
 * @param height rows of the images that are divided; 0: none are
 * @param rows of a strip
 * @param margin most rows above and below a strip that a step computes
 * @param reaches by phase that is divided, the rows above and below a strip that each step computes
 */
public record Strips(int height, int rows, int margin, Map<Plan.Phase, int[]> reaches) {
  /** Images are not divided. */
  public static final Strips NONE = new Strips(0, 0, 0, Map.of());

  /** Rows of a strip are a multiple of every tile's. */
  private static final int MULTIPLE = 8;

  /** Fewer rows are not worth what is computed twice. */
  private static final int FEWEST = 32;

  private static final Set<Plan.Phase> DIVIDED =
      Set.of(Plan.Phase.SOLVE, Plan.Phase.EVALUATE, Plan.Phase.EVALUATE_PRIMAL);

  /**
   * Strips whose temporaries take so many bytes, roughly.
   *
   * @param tile rows of pixels that the kernel of a convolution computes together
   * @param whole bytes of the temporaries of whole images
   */
  public static Strips of(
      PlanRequest request,
      List<PlannedPhase> schedule,
      ToIntFunction<Value> tile,
      long whole,
      long bytes) {
    int height = request.state().shape().height();
    if (whole <= bytes || !possible(request, schedule, height)) {
      return NONE;
    }
    Map<Plan.Phase, int[]> reaches = new EnumMap<>(Plan.Phase.class);
    int margin = 0;
    for (PlannedPhase planned : schedule) {
      if (DIVIDED.contains(planned.phase())) {
        int[] reach = reaches(planned.steps(), tile, height);
        reaches.put(planned.phase(), reach);
        for (int rows : reach) {
          margin = Math.max(margin, rows);
        }
      }
    }
    long affordable = bytes * height / whole - 2L * margin;
    int rows = (int) Math.max(affordable, Math.max(FEWEST, 4L * margin));
    rows = Math.ceilDiv(rows, MULTIPLE) * MULTIPLE;
    return rows + 2 * margin >= height ? NONE : new Strips(height, rows, margin, reaches);
  }

  /** Nothing is reversed, no device computes, and no sum over pixels is read where it is made. */
  private static boolean possible(PlanRequest request, List<PlannedPhase> schedule, int height) {
    return request.reverse().isEmpty()
        && request.tuning().offload().isEmpty()
        && schedule.stream()
            .filter(planned -> DIVIDED.contains(planned.phase()))
            .flatMap(planned -> planned.work().values().stream())
            .noneMatch(value -> sums(value, height));
  }

  private static boolean sums(Value value, int height) {
    return switch (value.op()) {
      case Op.SumTo _, Op.Shrink _, Op.KernelGradient _ ->
          value.operands().stream().anyMatch(x -> x.isImage() && x.shape().height() == height);
      case Op.Input _,
          Op.Fill _,
          Op.Indicator _,
          Op.Convolve _,
          Op.ConvolveAdjoint _,
          Op.SelectInputs _,
          Op.EmbedInputs _,
          Op.Add _,
          Op.Multiply _,
          Op.Scale _,
          Op.Activate _,
          Op.SecondDerivative _,
          Op.Wave _,
          Op.Stretch _,
          Op.Dot _ ->
          false;
    };
  }

  /** From the last step to the first: as far as what reads a value reaches. */
  private static int[] reaches(List<Step> steps, ToIntFunction<Value> tile, int height) {
    int[] reaches = new int[steps.size()];
    Map<Value, Integer> wanted = new HashMap<>();
    for (int i = steps.size() - 1; i >= 0; i--) {
      Step step = steps.get(i);
      for (Value value : step.values()) {
        reaches[i] = Math.max(reaches[i], wanted.getOrDefault(value, 0));
      }
      int read = reaches[i];
      if (step instanceof Step.Convolutions && step.first().shape().height() == height) {
        int together = tile.applyAsInt(step.first());
        reaches[i] = Math.ceilDiv(reaches[i], together) * together;
        read = reaches[i] + step.first().operand(1).kernel().size() / 2;
      }
      for (Value value : step.values()) {
        for (Value operand : value.operands()) {
          wanted.merge(operand, read, Math::max);
        }
      }
    }
    return reaches;
  }

  /** Rows above and below a strip that a step of a phase computes. */
  public int reach(Plan.Phase phase, int step) {
    return divides(phase) ? reaches.get(phase)[step] : 0;
  }

  /** Whether a phase is run strip by strip. */
  public boolean divides(Plan.Phase phase) {
    return reaches.containsKey(phase);
  }

  /** Whether images of that shape are divided. */
  public boolean divide(Shape shape) {
    return height > 0 && shape.height() == height;
  }

  /** Rows of a divided temporary in memory. */
  public int heldRows() {
    return rows + 2 * margin;
  }

  /** The first row of a divided temporary that is held in the strip from {@code row} on. */
  public int firstHeld(int row) {
    return Math.clamp(row - (long) margin, 0, height - heldRows());
  }
}
