package rivulet.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import rivulet.flow.FlowModel;
import rivulet.flow.LevelParameters;
import rivulet.flow.ModelSpec;
import rivulet.flow.pretransform.PreTransformChain;
import rivulet.noise.Dequantisation;
import rivulet.random.Purpose;

/**
 * What a model file holds: a description, the numbers of all or some levels, and what else
 * determined them.
 *
 * @param spec description of the whole model
 * @param pixelTransform map of the pixels before the pyramid
 * @param levels numbers by level; a run of some levels only holds those
 * @param provenance training configuration and data digest, by name
 * @param dequantisation noise of the pixels that the model was trained with
 * @param numerics version of the file that it was read from, else of this program; a file that is
 *     written always has this program's
 */
public record StoredModel(
    ModelSpec spec,
    PreTransformChain pixelTransform,
    SortedMap<Integer, LevelParameters> levels,
    SortedMap<String, String> provenance,
    Dequantisation dequantisation,
    String numerics) {
  /** Name of the number of updates in {@link #provenance}. */
  public static final String UPDATES = "updates";

  /** Name of the number of images held back from training; no entry for none. */
  public static final String HELD_BACK = "validation";

  /** Name of bits/dim on images held back, in the file of a run's best model. */
  public static final String VALIDATION_BITS = "validation_bits_per_dim";

  public StoredModel {
    levels = Collections.unmodifiableSortedMap(new TreeMap<>(levels));
    provenance = Collections.unmodifiableSortedMap(new TreeMap<>(provenance));
  }

  /** A new model, of this program's version. */
  public StoredModel(
      ModelSpec spec,
      PreTransformChain pixelTransform,
      SortedMap<Integer, LevelParameters> levels,
      SortedMap<String, String> provenance,
      Dequantisation dequantisation) {
    this(spec, pixelTransform, levels, provenance, dequantisation, ModelFile.NUMERICS);
  }

  /** What the noise of images is drawn for when this model is measured on them. */
  public Purpose evaluationNoise() {
    return ModelFile.evaluationNoise(numerics);
  }

  /** The same with another noise. */
  public StoredModel with(Dequantisation noise) {
    return new StoredModel(spec, pixelTransform, levels, provenance, noise, numerics);
  }

  /** The same, as what so many updates came to. */
  public StoredModel after(long updates) {
    return told(UPDATES, Long.toString(updates));
  }

  /** The same, with what it came to on images held back. */
  public StoredModel judged(double bitsPerDim) {
    return told(VALIDATION_BITS, Double.toString(bitsPerDim));
  }

  private StoredModel told(String name, String value) {
    SortedMap<String, String> told = new TreeMap<>(provenance);
    told.put(name, value);
    return new StoredModel(spec, pixelTransform, levels, told, dequantisation, numerics);
  }

  /** A complete model. */
  public static StoredModel of(
      FlowModel model, SortedMap<String, String> provenance, Dequantisation dequantisation) {
    TreeMap<Integer, LevelParameters> levels = new TreeMap<>();
    for (int level = 0; level < model.levels().size(); level++) {
      levels.put(level, model.levels().get(level));
    }
    return new StoredModel(
        model.spec(), model.pixelTransform(), levels, provenance, dequantisation);
  }

  /**
   * The complete model.
   *
   * @throws StoreException if levels are missing
   */
  public FlowModel complete() {
    List<LevelParameters> all = new ArrayList<>();
    for (int level = 0; level < spec.levels(); level++) {
      LevelParameters parameters = levels.get(level);
      if (parameters == null) {
        throw new StoreException(
            "model: holds levels "
                + levels.keySet()
                + " of "
                + spec.levels()
                + "; join it with the others by `rivulet merge`");
      }
      all.add(parameters);
    }
    return new FlowModel(spec, pixelTransform, all);
  }
}
