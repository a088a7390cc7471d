package rivulet.flow.network;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import rivulet.tensor.Activation;
import rivulet.tensor.Shape;

/**
 * The published network at every level.
 *
 * @param hidden hidden widths, one list for all levels or one for each from the coarsest
 * @param layer how time enters
 * @param activation between layers
 * @param residual see {@link NetworkSpec}
 * @param timeFeatures see {@link NetworkSpec}
 */
public record Networks(
    List<List<Integer>> hidden,
    LayerKind layer,
    Activation activation,
    boolean residual,
    int timeFeatures)
    implements LevelFields {
  /** Images have kernels of 3×3. */
  private static final int KERNEL = 3;

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException for widths or features out of range
   */
  public Networks {
    hidden = hidden.stream().map(List::copyOf).toList();
    for (List<Integer> widths : hidden) {
      new NetworkSpec(layer, activation, widths, Shape.SCALAR, 0, KERNEL, residual, timeFeatures);
    }
  }

  /** The same plain network at all levels: no residual layers, no features of time but t itself. */
  public static Networks of(List<Integer> hidden, LayerKind layer, Activation activation) {
    return new Networks(List.of(hidden), layer, activation, false, 0);
  }

  /** Hidden widths of a level. */
  public List<Integer> hidden(int level) {
    return hidden.get(hidden.size() == 1 ? 0 : level);
  }

  @Override
  public NetworkSpec field(int level, Shape state, int condition) {
    return new NetworkSpec(
        layer, activation, hidden(level), state, condition, KERNEL, residual, timeFeatures);
  }

  @Override
  public void require(int levels) {
    if (hidden.size() != 1 && hidden.size() != levels) {
      throw new IllegalArgumentException(
          "network: hidden widths of one level or of all "
              + levels
              + " are needed, found "
              + text());
    }
  }

  /** The hidden widths as {@link #widths} reads them: {@code 64,64} or {@code 32,32/64,64}. */
  public String text() {
    return hidden.stream()
        .map(widths -> widths.stream().map(String::valueOf).collect(Collectors.joining(",")))
        .collect(Collectors.joining("/"));
  }

  /**
   * Reads hidden widths.
   *
   * @throws IllegalArgumentException if the text is no list of whole numbers
   */
  public static List<List<Integer>> widths(String text) {
    List<List<Integer>> levels = new ArrayList<>();
    for (String level : text.split("/", -1)) {
      List<Integer> widths = new ArrayList<>();
      for (String width : level.isEmpty() ? new String[0] : level.split(",", -1)) {
        try {
          widths.add(Integer.parseInt(width.strip()));
        } catch (NumberFormatException e) {
          throw new IllegalArgumentException(
              "network: hidden widths are whole numbers with commas between them, and / between"
                  + " levels, found '"
                  + text
                  + "'",
              e);
        }
      }
      levels.add(List.copyOf(widths));
    }
    return List.copyOf(levels);
  }
}
