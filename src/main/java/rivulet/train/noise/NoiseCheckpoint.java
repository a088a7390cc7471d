package rivulet.train.noise;

import java.nio.file.Path;
import java.util.SortedMap;
import rivulet.store.ModelFile;
import rivulet.store.SafetensorsFile;
import rivulet.store.SafetensorsWriter;
import rivulet.store.StoreException;
import rivulet.train.Checkpoint;

/** As {@link Checkpoint}, of a {@link NoiseTrainer}: parameters, moments, counts, configuration. */
public final class NoiseCheckpoint {
  private static final String OBJECTIVE = "dequantisation";
  private static final String UPDATES = Checkpoint.UPDATES + "noise";
  private static final String PARAMETERS = "parameters";
  private static final String FIRST = "adam.first";
  private static final String SECOND = "adam.second";
  private static final String AVERAGE = "average";

  private NoiseCheckpoint() {}

  public static void write(
      Path file, NoiseTrainer trainer, SortedMap<String, String> configuration) {
    SafetensorsWriter writer = new SafetensorsWriter();
    configuration.forEach(writer::metadata);
    writer.metadata("format", Checkpoint.FORMAT);
    writer.metadata("numerics", ModelFile.NUMERICS);
    writer.metadata(Checkpoint.STEP, Long.toString(trainer.step()));
    writer.metadata(Checkpoint.OBJECTIVE, OBJECTIVE);
    NoiseDescent descent = trainer.descent();
    writer.metadata(UPDATES, Long.toString(descent.updates()));
    float[] parameters = descent.toFloats();
    writer.floats(PARAMETERS, new long[] {parameters.length}, parameters);
    Checkpoint.write(writer, FIRST, descent.adam().first());
    Checkpoint.write(writer, SECOND, descent.adam().second());
    if (descent.averages()) {
      Checkpoint.write(writer, AVERAGE, descent.average());
    }
    writer.write(file);
  }

  /**
   * Restores a trainer.
   *
   * @throws StoreException if the file is damaged or belongs to another configuration
   */
  public static void read(
      Path file, NoiseTrainer trainer, SortedMap<String, String> configuration) {
    try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
      String objective = tensors.metadata().getOrDefault(Checkpoint.OBJECTIVE, "");
      if (!objective.equals(OBJECTIVE)) {
        throw new StoreException(
            file + ": is a run of objective '" + objective + "'; choose another `out`");
      }
      Checkpoint.requireSame(file, tensors.metadata(), configuration);
      NoiseDescent descent = trainer.descent();
      Checkpoint.copy(tensors, FIRST, descent.adam().first());
      Checkpoint.copy(tensors, SECOND, descent.adam().second());
      if (descent.averages()) {
        Checkpoint.copy(tensors, AVERAGE, descent.average());
      }
      float[] parameters = tensors.floats(PARAMETERS);
      if (parameters.length != descent.parameters().length) {
        throw new StoreException(
            "checkpoint: '%s' holds %d numbers, the noise needs %d"
                .formatted(PARAMETERS, parameters.length, descent.parameters().length));
      }
      descent.restore(parameters, Checkpoint.number(file, tensors, UPDATES));
      trainer.resumeAt(Checkpoint.number(file, tensors, Checkpoint.STEP));
    }
  }
}
