package rivulet.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import rivulet.flow.LevelParameters;

/** One model out of levels that were trained apart. */
public final class JoinedModel {
  /**
   * What all levels must have in common however each was trained: the images, those among them that
   * were held back (by number and seed), and their noise.
   */
  private static final Set<String> SHARED =
      Set.of(
          "seed", "data_sha256", "labels_sha256", StoredModel.HELD_BACK, "dequantisation", "bits");

  private final boolean mixed;
  private final List<StoredModel> parts = new ArrayList<>();
  private final SortedMap<Integer, LevelParameters> levels = new TreeMap<>();

  private JoinedModel(boolean mixed) {
    this.mixed = mixed;
  }

  /**
   * Joins the levels of model files.
   *
   * @param mixed whether levels may have been trained by different recipes: batches, rates, numbers
   *     of updates, objectives. What differs is then told level by level, an entry {@code name} as
   *     {@code level_k_name}
   * @throws StoreException if there are none, they describe different models or trainings, or a
   *     level is in two of them; levels may be missing
   */
  public static StoredModel of(List<Path> files, boolean mixed) {
    if (files.isEmpty()) {
      throw new StoreException("merge: no parts given; give a run or file for every level");
    }
    JoinedModel joined = new JoinedModel(mixed);
    files.forEach(joined::add);
    StoredModel first = joined.parts.getFirst();
    return new StoredModel(
        first.spec(),
        first.pixelTransform(),
        joined.levels,
        joined.provenance(),
        first.dequantisation());
  }

  private void add(Path part) {
    StoredModel model = ModelFile.read(part);
    parts.add(model);
    requireAlike(parts.getFirst(), model, part);
    model
        .levels()
        .forEach((level, numbers) -> {
          if (levels.putIfAbsent(level, numbers) != null) {
            throw new StoreException(
                "merge: level "
                    + level
                    + " is in "
                    + part
                    + " and in a part before it; give each level once");
          }
        });
  }

  private void requireAlike(StoredModel first, StoredModel other, Path part) {
    if (!first.spec().equals(other.spec())) {
      throw new StoreException(
          "merge: "
              + part
              + " describes another model than the first part: "
              + otherwise(described(first), described(other))
              + "; give levels of one model");
    }
    if (!first.pixelTransform().parameters().equals(other.pixelTransform().parameters())) {
      throw new StoreException(
          "merge: "
              + part
              + " has another pixel transform than the first part, measured on other images;"
              + " train all levels on the same");
    }
    for (String key : differing(List.of(first, other))) {
      if (!mixed || SHARED.contains(key)) {
        throw new StoreException(
            "merge: "
                + part
                + " was trained with "
                + key
                + " = "
                + told(other, key)
                + ", the first part with "
                + told(first, key)
                + (SHARED.contains(key) ? "" : "; `mixed` joins them all the same"));
      }
    }
  }

  private static SortedMap<String, String> described(StoredModel model) {
    SortedMap<String, String> description = new TreeMap<>();
    SpecMetadata.write(model.spec(), description);
    return description;
  }

  /** Entries that are not alike, with both values. */
  private static String otherwise(Map<String, String> first, Map<String, String> other) {
    SortedSet<String> names = new TreeSet<>(first.keySet());
    names.addAll(other.keySet());
    return names.stream()
        .filter(key -> !Objects.equals(first.get(key), other.get(key)))
        .map(key ->
            key
                + " = "
                + other.getOrDefault(key, "none")
                + ", there "
                + first.getOrDefault(key, "none"))
        .collect(Collectors.joining("; "));
  }

  private static String told(StoredModel model, String key) {
    return model.provenance().getOrDefault(key, "none");
  }

  /** Names of what is not told alike by all. */
  private static SortedSet<String> differing(List<StoredModel> models) {
    SortedSet<String> names = new TreeSet<>();
    models.forEach(model -> names.addAll(model.provenance().keySet()));
    StoredModel first = models.getFirst();
    names.removeIf(key ->
        models.stream()
            .allMatch(
                model -> Objects.equals(model.provenance().get(key), first.provenance().get(key))));
    return names;
  }

  private SortedMap<String, String> provenance() {
    SortedMap<String, String> told = new TreeMap<>(parts.getFirst().provenance());
    SortedSet<String> differing = differing(parts);
    told.keySet().removeAll(differing);
    for (StoredModel part : parts) {
      for (int level : part.levels().keySet()) {
        part.provenance()
            .forEach((key, value) -> {
              if (differing.contains(key)) {
                told.put("level_" + level + "_" + key, value);
              }
            });
      }
    }
    return told;
  }
}
