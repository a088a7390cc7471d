package rivulet.train.descent;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import rivulet.autodiff.TracedField;
import rivulet.flow.LevelParameters;
import rivulet.flow.network.BlockWeights;
import rivulet.flow.network.CnfLevel;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.sum.SummationTree;

/** The weights of all blocks of a level; their runs are named {@code block.parameter}. */
public final class LevelWeights implements Parameters {
  private final CnfLevel level;
  private final List<ParameterRun> runs = new ArrayList<>();
  private final MemorySegment total;

  /** Memory comes from {@code workspace}; the level stays the caller's. */
  public LevelWeights(CnfLevel level, Workspace workspace) {
    this.level = level;
    this.total = workspace.allocate(4L * level.sumFloats());
    Map<String, KernelShape> hidden = level.spec().hiddenKernels();
    for (int k = 0; k < level.blocks().size(); k++) {
      BlockWeights block = level.blocks().get(k);
      String prefix = k + ".";
      new TreeMap<>(block.places())
          .forEach((name, place) ->
              runs.add(
                  new ParameterRun(
                      prefix + name,
                      block.values(),
                      block.gradients(),
                      place.offset(),
                      place.floats(),
                      Optional.ofNullable(hidden.get(name)))));
    }
  }

  /**
   * Refuses a field that no training can change.
   *
   * @throws IllegalArgumentException if it has no parameters, or f depends on none of them
   */
  public static void requireSome(TracedField field) {
    Set<String> declared = field.parameters().keySet();
    if (Collections.disjoint(declared, field.program().inputsOf(TracedField.OUTPUT))) {
      throw new IllegalArgumentException(
          "train: the field has nothing to train, f depends on none of its parameters "
              + declared
              + "; declare some in `parameters` and use them in `trace`");
    }
  }

  @Override
  public List<ParameterRun> runs() {
    return runs;
  }

  @Override
  public int sums() {
    return level.sumFloats();
  }

  @Override
  public double gradients(SummationTree tree, int groups) {
    tree.result(groups, total);
    level.parameterGradients(total);
    return squares();
  }

  /** The sum of squares of the gradients in the blocks' memory. */
  double squares() {
    double sum = 0;
    for (int i = 0; i < runs.size(); i++) {
      sum = runs.get(i).addSquares(sum);
    }
    return sum;
  }

  @Override
  public void changed() {
    level.update();
  }

  /** These numbers of the level with other weights, by names of runs. */
  public static LevelParameters with(LevelParameters numbers, Map<String, float[]> weights) {
    List<Map<String, float[]>> blocks = new ArrayList<>();
    for (int k = 0; k < numbers.blocks().size(); k++) {
      Map<String, float[]> block = new LinkedHashMap<>(numbers.blocks().get(k));
      String prefix = k + ".";
      block.replaceAll((name, _) -> weights.get(prefix + name));
      blocks.add(block);
    }
    return new LevelParameters(numbers.preTransform(), blocks);
  }
}
