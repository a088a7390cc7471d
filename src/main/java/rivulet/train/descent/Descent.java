package rivulet.train.descent;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.sum.PartialSum;
import rivulet.tensor.kernel.sum.SummationTree;
import rivulet.train.TrainConfig;

/**
 * The descent of parameters: gradient sums of groups, added in the fixed tree, become new values by
 * rules ({@link OptimiserKind}), with one gradient norm for clipping and skipping; the values are
 * averaged if the configuration says so. Groups are submitted by any worker in any order; an update
 * is made by one thread and allocates nothing.
 */
public final class Descent implements AutoCloseable {
  private record Slot(ParameterRun run, ParameterUpdate rule, WeightAverage average) {}

  private final TrainConfig config;
  private final Parameters parameters;
  private final List<Slot> slots = new ArrayList<>();
  private final SummationTree tree;
  private final AdamSteps applied = new AdamSteps();
  private double norm;

  /** Scratch memory comes from {@code workspace}; the parameters stay the caller's. */
  public Descent(TrainConfig config, Parameters parameters, Workspace workspace) {
    this.config = config;
    this.parameters = parameters;
    this.tree = new SummationTree(parameters.sums());
    List<ParameterRun> runs = parameters.runs();
    long bytes = runs.stream().mapToLong(this::scratchBytes).max().orElse(0);
    MemorySegment scratch = workspace.allocate(bytes);
    for (ParameterRun run : runs) {
      WeightAverage average = new WeightAverage(averaging() ? run.floats() : 0);
      slots.add(new Slot(run, rule(run, scratch), average));
    }
  }

  private ParameterUpdate rule(ParameterRun run, MemorySegment scratch) {
    return switch (config.optimiser()) {
      case ADAM -> new Adam(run.floats());
      case MUON ->
          run.hidden()
              .<ParameterUpdate>map(kernel -> new Muon(kernel, scratch))
              .orElseGet(() -> new Adam(run.floats()));
    };
  }

  private long scratchBytes(ParameterRun run) {
    return switch (config.optimiser()) {
      case ADAM -> 0;
      case MUON -> run.hidden().map(Muon::scratchBytes).orElse(0L);
    };
  }

  /** What is descended. */
  public Parameters parameters() {
    return parameters;
  }

  /** The rules by name of the run, in order; their state is live. */
  public Map<String, ParameterUpdate> rules() {
    Map<String, ParameterUpdate> rules = new TreeMap<>();
    slots.forEach(slot -> rules.put(slot.run().name(), slot.rule()));
    return rules;
  }

  /** Averages by name of the run, in order, live; empty if nothing is averaged. */
  public Map<String, WeightAverage> averages() {
    Map<String, WeightAverage> averages = new TreeMap<>();
    if (averaging()) {
      slots.forEach(slot -> averages.put(slot.run().name(), slot.average()));
    }
    return averages;
  }

  /** What a model is made of, by name of the run: the averages, or else the values. */
  public Map<String, float[]> averaged() {
    boolean averages = averaging() && applied.count() > 0;
    Map<String, float[]> numbers = new TreeMap<>();
    slots.forEach(slot ->
        numbers.put(slot.run().name(), averages ? slot.average().toFloats() : slot.run().get()));
    return numbers;
  }

  /** Makes the averages the values, if there are any; the descent is then over. */
  public void useAverages() {
    Map<String, float[]> numbers = averaged();
    slots.forEach(slot -> slot.run().set(numbers.get(slot.run().name())));
  }

  private boolean averaging() {
    return config.averaging() > 0;
  }

  /** Updates applied so far; skipped ones do not count. */
  public long updates() {
    return applied.count();
  }

  /**
   * Goes to the state after that many updates; values, averages and the rules' state have been set
   * by the caller.
   */
  public void restore(long count) {
    applied.restore(count);
    parameters.changed();
  }

  /** Gradient norm of the last update, before clipping. */
  public double norm() {
    return norm;
  }

  /** Memory for the sums of a group, of any content; it comes back by {@link #submit}. */
  public MemorySegment lend() {
    return tree.lend();
  }

  /**
   * Hands in the sums of group number {@code leaf} of an update: memory that {@link #lend} gave, or
   * other, which is copied.
   */
  public void submit(int leaf, MemorySegment sums) {
    tree.submit(leaf, sums);
  }

  /** The same from float64. */
  public void submit(int leaf, double[] sums) {
    PartialSum sum = tree.acquire();
    for (int i = 0; i < sums.length; i++) {
      sum.set(i, sums[i]);
    }
    tree.submit(leaf, sum);
  }

  /** Forgets the sums of an update that failed. */
  public void abandon() {
    tree.reset();
  }

  /**
   * After all groups: gradients, rules, new values.
   *
   * @param step number of the update, for the rate
   * @param groups submitted
   * @return whether the gradient was applied; see {@link TrainConfig#skip}
   */
  public boolean update(long step, int groups) {
    PartialSum sum = tree.result(groups);
    double squares = parameters.gradients(sum);
    tree.release(sum);
    boolean moved = apply(step, squares);
    if (moved) {
      parameters.changed();
    }
    return moved;
  }

  /**
   * Applies the gradients of the runs, unless their norm is not finite or too large.
   *
   * @param squares of the gradients, summed
   */
  boolean apply(long step, double squares) {
    norm = Math.sqrt(squares);
    if (!(norm < config.skip())) {
      return false;
    }
    double scale = norm > config.clip() ? config.clip() / norm : 1.0;
    applied.advance();
    double rate = config.rate(step);
    double decay = WeightAverage.decay(config.averaging(), applied.count() - 1);
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      ParameterRun run = slot.run();
      slot.rule().update(run.values(), run.gradients(), run.offset(), scale, rate, applied);
      slot.average().update(run.values(), run.offset(), decay);
    }
    return true;
  }

  @Override
  public void close() {
    tree.close();
  }
}
