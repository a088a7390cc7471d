package rivulet.store.exchange;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import rivulet.flow.network.Networks;
import rivulet.store.ModelFile;
import rivulet.store.SafetensorsFile;
import rivulet.store.StoredModel;
import rivulet.tensor.Activation;

/**
 * A model's weights for the published code. Its constants that are part of a state_dict (end times,
 * counters, β of swish) are put beside ours, so that it can load strictly what it knows.
 */
public final class Export {
  private Export() {}

  /**
   * Writes the weights of a model file.
   *
   * @param model file, perhaps of some levels only
   * @param weights written: as safetensors where its name ends so, else as PyTorch saves
   * @return the parts of the model that the published code cannot express, in words
   * @throws rivulet.store.StoreException if the model is damaged or the file cannot be written
   */
  public static List<String> write(Path model, Path weights) {
    StoredModel stored = ModelFile.read(model);
    try (SafetensorsFile file = SafetensorsFile.open(model)) {
      Weights all = WeightFiles.of(file);
      WeightFiles.write(weights, all.with(withBuffers(all.tensors(), stored)));
    }
    return Unpublished.of(stored);
  }

  private static SortedMap<String, WeightTensor> withBuffers(
      SortedMap<String, WeightTensor> ours, StoredModel model) {
    SortedMap<String, WeightTensor> all = new TreeMap<>(ours);
    for (String tensor : ours.keySet()) {
      WeightName.of(tensor).ifPresent(name -> addBuffers(name, model, all));
    }
    return all;
  }

  private static void addBuffers(
      WeightName name, StoredModel model, SortedMap<String, WeightTensor> all) {
    all.put(name.beside(WeightName.END_TIME), WeightTensor.number(1));
    all.put(name.beside(WeightName.STEER), WeightTensor.number(0));
    all.put(name.beside(WeightName.EVALUATIONS), WeightTensor.number(0));
    if (model.spec().fields() instanceof Networks networks
        && networks.activation() == Activation.SWISH) {
      for (int k = 0; k < networks.hidden(name.level()).size(); k++) {
        all.put(name.beside(WeightName.slope(k)), WeightTensor.number(1));
      }
    }
  }
}
