package rivulet.train.descent;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
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
 * averaged if the configuration says so. Groups are submitted by any worker in any order. An update
 * is {@link #begin}, every {@link #move} by any worker, {@link #end}; it allocates nothing.
 */
public final class Descent implements AutoCloseable {
  private record Slot(ParameterRun run, ParameterUpdate rule, WeightAverage average) {}

  private final TrainConfig config;
  private final Parameters parameters;
  private final List<Slot> slots = new ArrayList<>();
  private final SummationTree tree;
  private final AdamSteps applied = new AdamSteps();
  private double norm;
  private double scale;
  private double rate;
  private double decay;

  /** Scratch memory comes from {@code workspace}; the parameters stay the caller's. */
  public Descent(TrainConfig config, Parameters parameters, Workspace workspace) {
    this.config = config;
    this.parameters = parameters;
    this.tree = new SummationTree(parameters.sums());
    for (ParameterRun run : parameters.runs()) {
      WeightAverage average = new WeightAverage(averaging() ? run.floats() : 0);
      slots.add(new Slot(run, rule(run, workspace), average));
    }
    // The longest first, so that workers end together; what moves apart does not depend on order.
    slots.sort(Comparator.comparing(slot -> -slot.run().floats()));
  }

  private ParameterUpdate rule(ParameterRun run, Workspace workspace) {
    return switch (config.optimiser()) {
      case ADAM -> new Adam(run.floats());
      case MUON ->
          run.hidden()
              .<ParameterUpdate>map(kernel -> new Muon(kernel, workspace))
              .orElseGet(() -> new Adam(run.floats()));
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
   * After all groups, by one thread: gradients and their norm.
   *
   * @param step number of the update, for the rate
   * @param groups submitted
   * @return whether the gradients are to be applied, by every {@link #move} and {@link #end}; see
   *     {@link TrainConfig#skip}
   */
  public boolean begin(long step, int groups) {
    return begin(step, parameters.gradients(tree, groups));
  }

  /**
   * The same with the gradients of the runs as they are.
   *
   * @param squares of the gradients, summed
   */
  boolean begin(long step, double squares) {
    norm = Math.sqrt(squares);
    boolean applies = norm < config.skip();
    if (applies) {
      scale = norm > config.clip() ? config.clip() / norm : 1.0;
      applied.advance();
      rate = config.rate(step);
      decay = WeightAverage.decay(config.averaging(), applied.count() - 1);
    }
    return applies;
  }

  /** Runs that move, each by itself. */
  public int moves() {
    return slots.size();
  }

  /** New values of one run and their average; runs may move at the same time. */
  public void move(int number) {
    Slot slot = slots.get(number);
    ParameterRun run = slot.run();
    slot.rule().update(run.values(), run.gradients(), run.offset(), scale, rate, applied);
    slot.average().update(run.values(), run.offset(), decay);
  }

  /** After all moves, by one thread: what follows from the new values. */
  public void end() {
    parameters.changed();
  }

  /** A whole update by one thread; whether the gradients were applied. */
  public boolean update(long step, int groups) {
    boolean applies = begin(step, groups);
    if (applies) {
      moveAll();
      end();
    }
    return applies;
  }

  /** Every move. */
  void moveAll() {
    for (int i = 0; i < slots.size(); i++) {
      move(i);
    }
  }

  @Override
  public void close() {
    tree.close();
  }
}
