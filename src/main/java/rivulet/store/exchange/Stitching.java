package rivulet.store.exchange;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import rivulet.store.StoreException;

/**
 * One model out of checkpoints of levels. The published code trains a level in a run of its own,
 * and every checkpoint holds all levels: those before as they were loaded, those after as they were
 * drawn. A level is taken from the file that says it trained it; else from one that trained a finer
 * level or does not say, and whose last layers of that level have left zero. Files that are left
 * must agree.
 */
final class Stitching {
  private final SequencedMap<Path, Weights> parts;

  private Stitching(SequencedMap<Path, Weights> parts) {
    this.parts = parts;
  }

  /**
   * Joins the levels of files of weights.
   *
   * @throws StoreException if they are of different models, or two of them have a level each
   */
  static Weights of(List<Path> files) {
    SequencedMap<Path, Weights> parts = new LinkedHashMap<>();
    for (Path file : files) {
      if (parts.put(file, WeightFiles.read(file)) != null) {
        throw new StoreException("import: " + file + " is given twice; name each file once");
      }
    }
    Stitching stitching = new Stitching(parts);
    stitching.requireOneModel();
    return new Weights(
        stitching.tensors(), parts.firstEntry().getValue().description(), OptionalInt.empty());
  }

  private void requireOneModel() {
    SortedMap<String, String> first = parts.firstEntry().getValue().description();
    parts.forEach((file, weights) -> {
      TreeSet<String> keys = new TreeSet<>(first.keySet());
      keys.addAll(weights.description().keySet());
      for (String key : keys) {
        String found = weights.description().get(key);
        if (!Objects.equals(found, first.get(key))) {
          throw new StoreException(
              "import: %s has %s = %s, %s has %s; give levels of one model"
                  .formatted(file, key, found, parts.firstEntry().getKey(), first.get(key)));
        }
      }
    });
  }

  private SortedMap<String, WeightTensor> tensors() {
    TreeSet<Integer> levels = new TreeSet<>();
    parts
        .values()
        .forEach(part ->
            part.tensors().keySet().forEach(name -> WeightName.level(name).ifPresent(levels::add)));
    SortedMap<String, WeightTensor> all = common();
    for (int level : levels) {
      all.putAll(of(parts.get(chosen(level)), level));
    }
    return all;
  }

  private SortedMap<String, WeightTensor> common() {
    SortedMap<String, WeightTensor> common = new TreeMap<>();
    parts.forEach((file, weights) ->
        weights
            .tensors()
            .forEach((name, tensor) -> {
              if (WeightName.level(name).isEmpty()
                  && !tensor.equals(Objects.requireNonNullElse(common.put(name, tensor), tensor))) {
                throw new StoreException(
                    "import: "
                        + file
                        + " has another '"
                        + name
                        + "' than a file before it;"
                        + " give levels of one model");
              }
            }));
    return common;
  }

  private static SortedMap<String, WeightTensor> of(Weights weights, int level) {
    SortedMap<String, WeightTensor> tensors = new TreeMap<>(weights.tensors());
    tensors.keySet().removeIf(name -> WeightName.level(name).orElse(-1) != level);
    return tensors;
  }

  private Path chosen(int level) {
    List<Path> holders = new ArrayList<>(parts.keySet());
    holders.removeIf(file -> of(parts.get(file), level).isEmpty());
    List<Path> trained = preferred(holders, file -> scale(file).orElse(-1) == level);
    trained = preferred(trained, file -> scale(file).orElse(Integer.MAX_VALUE) >= level);
    trained = preferred(trained, file -> !isUntrained(of(parts.get(file), level)));
    Path first = trained.getFirst();
    for (Path other : trained) {
      if (!of(parts.get(other), level).equals(of(parts.get(first), level))) {
        throw new StoreException(
            "import: level "
                + level
                + " is in "
                + first
                + " and, with other weights, in "
                + other
                + "; leave one of them out");
      }
    }
    return first;
  }

  private OptionalInt scale(Path file) {
    return parts.get(file).scale();
  }

  /** Those that the test likes, or all if it likes none. */
  private static List<Path> preferred(List<Path> files, Predicate<Path> test) {
    List<Path> liked = files.stream().filter(test).toList();
    return liked.isEmpty() ? files : liked;
  }

  /** Whether the last layers of all blocks are as they begin: zero. */
  private static boolean isUntrained(Map<String, WeightTensor> level) {
    Map<Integer, PublishedBlock> blocks = new TreeMap<>();
    level.forEach((name, tensor) ->
        WeightName.of(name)
            .ifPresent(part ->
                blocks
                    .computeIfAbsent(part.link(), _ -> new PublishedBlock(part, new TreeMap<>()))
                    .tensors()
                    .put(part.rest(), tensor)));
    return blocks.values().stream().allMatch(PublishedBlock::isUntrained);
  }
}
