package rivulet.store.exchange;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import rivulet.data.Sha256;
import rivulet.store.ModelFile;
import rivulet.store.SafetensorsWriter;
import rivulet.store.StoreException;
import rivulet.store.TemporaryFolder;

/** A model file out of weights, exported here or trained by the published code. */
public final class Import {
  private final List<Path> files;
  private final List<String> notes = new ArrayList<>();

  private Import(List<Path> files) {
    this.files = List.copyOf(files);
  }

  /**
   * Writes the model of some files of weights, whole or not at all.
   *
   * @param files one, or a checkpoint for each level
   * @param unsaid settings by name that files of the published code do not say: {@code shape},
   *     {@code activation}, {@code logit-alpha}
   * @param model written
   * @return what people should know of it, a line each
   * @throws StoreException if a file is damaged, they do not belong together, or they are no model
   *     of this program
   * @throws IllegalArgumentException for other settings
   */
  public static List<String> write(List<Path> files, Map<String, String> unsaid, Path model) {
    if (files.isEmpty()) {
      throw new StoreException("import: no file given; name one of weights, or one for each level");
    }
    Import run = new Import(files);
    Weights weights = run.ours(Stitching.of(files), new Unsaid(unsaid));
    run.check(weights);
    writer(weights).write(model);
    return List.copyOf(run.notes);
  }

  private Weights ours(Weights joined, Unsaid unsaid) {
    if (!joined.description().isEmpty()) {
      unsaid.requireNone();
      SortedMap<String, WeightTensor> tensors = new TreeMap<>(joined.tensors());
      tensors
          .keySet()
          .removeIf(name -> WeightName.of(name).filter(WeightName::isBuffer).isPresent());
      return joined.with(tensors);
    }
    try {
      PublishedModel published = new PublishedModel(joined);
      SortedMap<String, String> description = published.description(unsaid);
      description.put("train.imported_sha256", digests());
      note(published, unsaid);
      return new Weights(published.tensors(), description, joined.scale());
    } catch (StoreException e) {
      throw new StoreException(files.getFirst() + ": " + e.getMessage(), e);
    }
  }

  private void note(PublishedModel published, Unsaid unsaid) {
    if (!unsaid.assumed().isEmpty()) {
      notes.add(
          "not said by the file, so as by default in the published code: "
              + String.join(", ", unsaid.assumed()));
    }
    for (int level : published.untrained()) {
      notes.add("level " + level + " is untrained: its last layers are zero");
    }
  }

  private String digests() {
    return files.stream().map(Sha256::ofFile).collect(Collectors.joining(","));
  }

  private static SafetensorsWriter writer(Weights weights) {
    SafetensorsWriter writer = new SafetensorsWriter();
    weights.description().forEach(writer::metadata);
    weights
        .tensors()
        .forEach((name, tensor) -> writer.floats(name, tensor.shape(), tensor.values()));
    return writer;
  }

  /** Reads the model before it is put in its place. */
  private void check(Weights weights) {
    try (TemporaryFolder folder = TemporaryFolder.create("rivulet-import")) {
      Path file = folder.path().resolve("model.safetensors");
      writer(weights).write(file);
      try {
        ModelFile.read(file);
      } catch (StoreException e) {
        String said = e.getMessage().replace(file.toString(), files.getFirst().toString());
        throw new StoreException(said, e);
      }
    }
  }
}
