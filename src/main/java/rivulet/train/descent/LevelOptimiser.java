package rivulet.train.descent;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import rivulet.autodiff.plan.Plan;
import rivulet.flow.LevelParameters;
import rivulet.flow.network.BlockWeights;
import rivulet.flow.network.CnfLevel;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Workspace;
import rivulet.train.TrainConfig;

/**
 * The rules by which all parameters of one level are updated, with one gradient norm for clipping
 * and skipping. Which parameter follows which rule: {@link OptimiserKind}.
 */
public final class LevelOptimiser {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private record Slot(
      String name,
      int number,
      BlockWeights block,
      String parameter,
      Plan.Parameter place,
      ParameterUpdate update,
      WeightAverage average) {}

  private final TrainConfig config;
  private final List<Slot> slots = new ArrayList<>();
  private final AdamSteps applied = new AdamSteps();
  private double norm;

  /** Memory comes from {@code workspace}; the level stays the caller's. */
  LevelOptimiser(TrainConfig config, CnfLevel level, Workspace workspace) {
    this.config = config;
    Map<String, KernelShape> orthogonal =
        switch (config.optimiser()) {
          case ADAM -> Map.of();
          case MUON -> level.spec().hiddenKernels();
        };
    long bytes = orthogonal.values().stream().mapToLong(Muon::scratchBytes).max().orElse(0);
    MemorySegment scratch = workspace.allocate(bytes);
    for (int k = 0; k < level.blocks().size(); k++) {
      BlockWeights block = level.blocks().get(k);
      for (Map.Entry<String, Plan.Parameter> entry : new TreeMap<>(block.places()).entrySet()) {
        int floats = entry.getValue().floats();
        KernelShape kernel = orthogonal.get(entry.getKey());
        slots.add(
            new Slot(
                k + "." + entry.getKey(),
                k,
                block,
                entry.getKey(),
                entry.getValue(),
                kernel == null ? new Adam(floats) : new Muon(kernel, scratch),
                new WeightAverage(averages() ? floats : 0)));
      }
    }
  }

  /** The rules by name {@code block.parameter}, in order. */
  public Map<String, ParameterUpdate> rules() {
    Map<String, ParameterUpdate> rules = new TreeMap<>();
    slots.forEach(slot -> rules.put(slot.name(), slot.update()));
    return rules;
  }

  /** Averages by name {@code block.parameter}, in order; empty if nothing is averaged. */
  public Map<String, WeightAverage> weightAverages() {
    Map<String, WeightAverage> averages = new TreeMap<>();
    if (averages()) {
      slots.forEach(slot -> averages.put(slot.name(), slot.average()));
    }
    return averages;
  }

  private boolean averages() {
    return config.averaging() > 0;
  }

  /** Makes the averages the weights of their blocks, if there are any. */
  public void useAverages() {
    if (averages() && applied.count() > 0) {
      slots.forEach(slot -> slot.block().set(slot.parameter(), slot.average().toFloats()));
    }
  }

  /** These numbers of the level, with the averages as weights if there are any. */
  public LevelParameters averaged(LevelParameters now) {
    if (!averages() || applied.count() == 0) {
      return now;
    }
    List<Map<String, float[]>> blocks = new ArrayList<>();
    now.blocks().forEach(block -> blocks.add(new LinkedHashMap<>(block)));
    slots.forEach(
        slot -> blocks.get(slot.number()).put(slot.parameter(), slot.average().toFloats()));
    return new LevelParameters(now.preTransform(), blocks);
  }

  /** Updates applied so far; skipped ones do not count. */
  public long updates() {
    return applied.count();
  }

  /** Goes to the state after that many updates; the rules' state is set by the caller. */
  public void restore(long count) {
    applied.restore(count);
  }

  /** Gradient norm of the last {@link #apply}. */
  public double norm() {
    return norm;
  }

  /**
   * Applies the gradients in the blocks' memory, unless their norm is not finite or too large.
   *
   * @param step number of the update in the run, for the rate
   * @return whether they were applied
   */
  boolean apply(long step) {
    norm = gradientNorm();
    if (!(norm < config.skip())) {
      return false;
    }
    double scale = norm > config.clip() ? config.clip() / norm : 1.0;
    applied.advance();
    double rate = config.rate(step);
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      slot.update()
          .update(
              slot.block().values(),
              slot.block().gradients(),
              slot.place().offset(),
              scale,
              rate,
              applied);
      if (averages()) {
        double decay = WeightAverage.decay(config.averaging(), applied.count() - 1);
        slot.average().update(slot.block().values(), slot.place().offset(), decay);
      }
    }
    return true;
  }

  private double gradientNorm() {
    double sum = 0;
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      for (int j = 0; j < slot.place().floats(); j++) {
        double g = slot.block().gradients().get(FLOAT, slot.place().offset() + 4L * j);
        sum += g * g;
      }
    }
    return Math.sqrt(sum);
  }
}
