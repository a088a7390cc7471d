package rivulet.flow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import rivulet.flow.network.BlockWeights;
import rivulet.flow.network.CnfLevel;
import rivulet.flow.network.Differentiation;
import rivulet.flow.network.Divergence;
import rivulet.flow.pretransform.PreTransformChain;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;

/**
 * A {@link FlowModel} in native memory, ready to be run by workers: a {@link CnfLevel} per level,
 * or for one level alone.
 */
public final class MultiResolutionFlow implements AutoCloseable {
  private final FlowModel model;
  private final Workspace workspace = new Workspace();
  private final SortedMap<Integer, CnfLevel> levels = new TreeMap<>();

  /** Loads a model, with {@code probes} Hutchinson probes per image. */
  public MultiResolutionFlow(FlowModel model, int probes, boolean trainable, Tuning tuning) {
    this(model, Divergence.probes(probes), trainable, tuning);
  }

  /** Loads a model; {@code divergence} is that of every level. */
  public MultiResolutionFlow(
      FlowModel model, Divergence divergence, boolean trainable, Tuning tuning) {
    this(model, divergence, Differentiation.of(trainable), tuning);
  }

  /** The same with a choice of gradients. */
  public MultiResolutionFlow(
      FlowModel model, Divergence divergence, Differentiation differentiation, Tuning tuning) {
    this(model, 0, model.spec().levels(), divergence, differentiation, tuning);
  }

  private MultiResolutionFlow(
      FlowModel model,
      int first,
      int end,
      Divergence divergence,
      Differentiation differentiation,
      Tuning tuning) {
    this.model = model;
    ModelSpec spec = model.spec();
    for (int l = first; l < end; l++) {
      CnfLevel level =
          new CnfLevel(
              spec.field(l), spec.blocks(), divergence, differentiation, tuning, workspace);
      List<Map<String, float[]>> blocks = model.levels().get(l).blocks();
      for (int k = 0; k < blocks.size(); k++) {
        blocks.get(k).forEach(level.blocks().get(k)::set);
      }
      level.update();
      levels.put(l, level);
    }
  }

  /** Loads one level of a model for training, with {@code probes} Hutchinson probes per image. */
  public static MultiResolutionFlow ofLevel(FlowModel model, int level, int probes, Tuning tuning) {
    return new MultiResolutionFlow(
        model, level, level + 1, Divergence.probes(probes), Differentiation.BY_WEIGHTS, tuning);
  }

  public ModelSpec spec() {
    return model.spec();
  }

  public CnfLevel level(int level) {
    return levels.get(level);
  }

  /** How the divergence of every level is computed. */
  public Divergence divergence() {
    return levels.firstEntry().getValue().divergence();
  }

  /** The numbers that were loaded; training does not change them. */
  public FlowModel model() {
    return model;
  }

  PreTransformChain preTransform(int level) {
    return model.levels().get(level).preTransform();
  }

  /** Bytes of native memory. */
  public long allocatedBytes() {
    return workspace.allocatedBytes();
  }

  /** The current weights as a model. */
  public FlowModel snapshot() {
    List<LevelParameters> numbers = new ArrayList<>(model.levels());
    levels.keySet().forEach(level -> numbers.set(level, parameters(level)));
    return new FlowModel(spec(), model.pixelTransform(), numbers);
  }

  /** The current numbers of a level. */
  public LevelParameters parameters(int level) {
    List<Map<String, float[]>> blocks = new ArrayList<>();
    for (BlockWeights block : level(level).blocks()) {
      Map<String, float[]> values = new LinkedHashMap<>();
      block.places().keySet().forEach(name -> values.put(name, block.get(name)));
      blocks.add(values);
    }
    return new LevelParameters(preTransform(level), blocks);
  }

  @Override
  public void close() {
    workspace.close();
  }
}
