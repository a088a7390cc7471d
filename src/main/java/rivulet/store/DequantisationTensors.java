package rivulet.store;

import java.util.Map;
import java.util.SortedMap;
import rivulet.data.Dequantisation;
import rivulet.data.DequantisationKind;
import rivulet.data.TruncatedNormal;

/** The noise of a model in its file; uniform noise leaves no trace. */
final class DequantisationTensors {
  private static final String KIND = "dequantisation";
  private static final String MEANS = "dequantisation.means";
  private static final String DEVIATIONS = "dequantisation.deviations";

  private DequantisationTensors() {}

  static void write(
      Dequantisation noise, SafetensorsWriter writer, SortedMap<String, String> metadata) {
    if (noise instanceof TruncatedNormal normal) {
      metadata.put(KIND, normal.kind().id());
      write(writer, MEANS, normal.means());
      write(writer, DEVIATIONS, normal.deviations());
    }
  }

  private static void write(SafetensorsWriter writer, String name, float[] values) {
    writer.floats(name, new long[] {values.length}, values);
  }

  static Dequantisation read(SafetensorsFile tensors) {
    Map<String, String> metadata = tensors.metadata();
    String kind = metadata.getOrDefault(KIND, DequantisationKind.UNIFORM.id());
    return switch (DequantisationKind.parse(kind)) {
      case UNIFORM -> Dequantisation.UNIFORM;
      case TRUNCATED_NORMAL ->
          new TruncatedNormal(tensors.floats(MEANS), tensors.floats(DEVIATIONS));
    };
  }
}
