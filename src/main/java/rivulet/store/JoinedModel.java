package rivulet.store;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import rivulet.flow.LevelParameters;

/** One model out of levels that were trained apart. */
public final class JoinedModel {
  private JoinedModel() {}

  /**
   * Joins the levels of model files.
   *
   * @throws StoreException if there are none, they describe different models or trainings, or a
   *     level is in two of them; levels may be missing
   */
  public static StoredModel of(List<Path> files) {
    if (files.isEmpty()) {
      throw new StoreException("merge: no parts given; give a run or file for every level");
    }
    SortedMap<Integer, LevelParameters> levels = new TreeMap<>();
    StoredModel first = ModelFile.read(files.getFirst());
    for (Path part : files) {
      StoredModel model = ModelFile.read(part);
      requireAlike(first, model, part);
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
    return new StoredModel(
        first.spec(), first.pixelTransform(), levels, first.provenance(), first.dequantisation());
  }

  private static void requireAlike(StoredModel first, StoredModel other, Path part) {
    if (!first.spec().equals(other.spec())) {
      throw new StoreException("merge: " + part + " describes another model than the first part");
    }
    if (!first.pixelTransform().parameters().equals(other.pixelTransform().parameters())) {
      throw new StoreException(
          "merge: "
              + part
              + " has another pixel transform than the first part, measured on other images;"
              + " train all levels on the same");
    }
    first
        .provenance()
        .forEach((key, value) -> {
          String found = other.provenance().get(key);
          if (!value.equals(found)) {
            throw new StoreException(
                "merge: "
                    + part
                    + " was trained with "
                    + key
                    + " = "
                    + found
                    + ", the first part with "
                    + value);
          }
        });
  }
}
