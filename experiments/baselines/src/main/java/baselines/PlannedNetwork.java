package baselines;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import rivulet.autodiff.Vjp;
import rivulet.autodiff.plan.Frame;
import rivulet.autodiff.plan.NetworkMemory;
import rivulet.autodiff.plan.Plan;
import rivulet.tensor.Layout;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.sum.SummationTree;
import rivulet.train.descent.ParameterRun;
import rivulet.train.descent.Parameters;

/**
 * A {@link LossProgram} with its reverse in native memory, and its parameters as a descent takes
 * them. Workers read it; between their runs one thread changes it.
 */
final class PlannedNetwork implements Parameters {
  private static final ValueLayout.OfFloat FLOAT = Layout.FLOAT;

  private final LossProgram loss;
  private final List<String> sums;
  private final Plan plan;
  private final NetworkMemory memory;
  private final Frame frame;
  private final MemorySegment total;
  private final List<ParameterRun> all = new ArrayList<>();
  private final List<ParameterRun> trained = new ArrayList<>();

  PlannedNetwork(LossProgram loss, Workspace workspace) {
    this.loss = loss;
    this.sums = loss.sums();
    List<String> reversed = new ArrayList<>(loss.terms().keySet());
    reversed.add(LossProgram.OUTPUT);
    var roles = new Plan.Roles(LossProgram.STATE, LossProgram.OUTPUT, sums.size(), sums::indexOf);
    this.plan = Plan.of(Vjp.transform(loss.program(), LossProgram.STATE, reversed), roles);
    this.memory = NetworkMemory.allocate(plan, workspace);
    this.frame = Frame.ofUpdates(plan, workspace);
    this.total = workspace.allocate(4L * plan.sumFloats());
    frame.bind(memory);
    Map<String, Plan.Parameter> places =
        plan.parameters().stream()
            .collect(Collectors.toMap(Plan.Parameter::name, Function.identity()));
    loss.weights().forEach(weight -> add(weight, places.get(weight.name())));
    changed();
  }

  private void add(Weight weight, Plan.Parameter place) {
    ParameterRun run =
        new ParameterRun(
            weight.name(),
            memory.parameters(),
            memory.gradients(),
            place.offset(),
            place.floats(),
            weight.hidden());
    run.set(weight.start());
    all.add(run);
    if (weight.trained()) {
      trained.add(run);
    }
  }

  LossProgram loss() {
    return loss;
  }

  /** Names of the sums of an evaluation, in the order of its rates. */
  List<String> rates() {
    return sums;
  }

  Plan plan() {
    return plan;
  }

  NetworkMemory memory() {
    return memory;
  }

  /** Values of all parameters by name, fixed ones included, as an interpreter takes them. */
  Map<String, double[]> values() {
    Map<String, double[]> values = new TreeMap<>();
    for (ParameterRun run : all) {
      float[] narrow = run.get();
      double[] wide = new double[narrow.length];
      Arrays.setAll(wide, i -> narrow[i]);
      values.put(run.name(), wide);
    }
    return values;
  }

  /** Sets one parameter; {@link #changed} is left to the caller. */
  void set(String name, float[] values) {
    all.stream().filter(run -> run.name().equals(name)).findFirst().orElseThrow().set(values);
  }

  @Override
  public List<ParameterRun> runs() {
    return trained;
  }

  @Override
  public int sums() {
    return plan.sumFloats();
  }

  @Override
  public double gradients(SummationTree tree, int groups) {
    tree.result(groups, total);
    frame.bindSums(total, 0);
    frame.run(Plan.Phase.REVERSE_UPDATE);
    double squares = 0;
    for (ParameterRun run : trained) {
      for (int i = 0; i < run.floats(); i++) {
        double g = run.gradients().get(FLOAT, run.offset() + 4L * i);
        squares += g * g;
      }
    }
    return squares;
  }

  @Override
  public void changed() {
    frame.run(Plan.Phase.UPDATE);
  }
}
