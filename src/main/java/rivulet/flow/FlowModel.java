package rivulet.flow;

import java.util.List;

/**
 * A multi-resolution flow as data: its description and the numbers of its levels. To run it, see
 * {@link MultiResolutionFlow}.
 */
public record FlowModel(ModelSpec spec, List<LevelParameters> levels) {
  public FlowModel {
    levels = List.copyOf(levels);
    if (levels.size() != spec.levels()) {
      throw new IllegalArgumentException(
          "model: " + spec.levels() + " levels described, numbers of " + levels.size() + " given");
    }
  }
}
