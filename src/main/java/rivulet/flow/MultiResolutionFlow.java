package rivulet.flow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import rivulet.flow.network.BlockWeights;
import rivulet.flow.network.CnfLevel;
import rivulet.flow.network.Differentiation;
import rivulet.flow.network.Divergence;
import rivulet.flow.pretransform.PreTransformChain;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;

/**
 * A {@link FlowModel} in native memory, ready to be run by workers: one {@link CnfLevel} per level.
 */
public final class MultiResolutionFlow implements AutoCloseable {
  private final FlowModel model;
  private final Workspace workspace = new Workspace();
  private final List<CnfLevel> levels = new ArrayList<>();

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
    this.model = model;
    ModelSpec spec = model.spec();
    for (int l = 0; l < spec.levels(); l++) {
      CnfLevel level =
          new CnfLevel(
              spec.field(l), spec.blocks(), divergence, differentiation, tuning, workspace);
      List<Map<String, float[]>> blocks = model.levels().get(l).blocks();
      for (int k = 0; k < blocks.size(); k++) {
        blocks.get(k).forEach(level.blocks().get(k)::set);
      }
      level.update();
      levels.add(level);
    }
  }

  public ModelSpec spec() {
    return model.spec();
  }

  public CnfLevel level(int level) {
    return levels.get(level);
  }

  /** How the divergence of every level is computed. */
  public Divergence divergence() {
    return levels.getFirst().divergence();
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
    List<LevelParameters> numbers = new ArrayList<>();
    for (int l = 0; l < levels.size(); l++) {
      List<Map<String, float[]>> blocks = new ArrayList<>();
      for (BlockWeights block : levels.get(l).blocks()) {
        Map<String, float[]> values = new LinkedHashMap<>();
        block.places().keySet().forEach(name -> values.put(name, block.get(name)));
        blocks.add(values);
      }
      numbers.add(new LevelParameters(preTransform(l), blocks));
    }
    return new FlowModel(spec(), model.pixelTransform(), numbers);
  }

  @Override
  public void close() {
    workspace.close();
  }
}
