package rivulet.store;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import rivulet.flow.ModelSpec;
import rivulet.flow.pretransform.PixelHistogram;
import rivulet.flow.pretransform.PreTransformKind;
import rivulet.noise.CoarsePixels;
import rivulet.noise.CouplingShape;
import rivulet.noise.Dequantisation;
import rivulet.noise.DequantisationKind;
import rivulet.noise.TruncatedNormal;
import rivulet.noise.UniformDequantisation;
import rivulet.noise.VariationalDequantisation;

/** The noise of a model in its file; uniform noise leaves no trace. */
final class DequantisationTensors {
  private static final String KIND = "dequantisation";
  private static final String PREFIX = KIND + ".";
  private static final String HIDDEN = PREFIX + "hidden";
  private static final String STEPS = PREFIX + "steps";
  private static final String BITS = PREFIX + "bits";
  private static final String MEANS = "dequantisation.means";
  private static final String DEVIATIONS = "dequantisation.deviations";
  private static final String EVEN = "dequantisation.even_values";

  private DequantisationTensors() {}

  static void write(
      Dequantisation noise, SafetensorsWriter writer, SortedMap<String, String> metadata) {
    switch (noise) {
      case TruncatedNormal normal -> {
        metadata.put(KIND, normal.kind().id());
        write(writer, MEANS, normal.means());
        write(writer, DEVIATIONS, normal.deviations());
        writeEven(writer, normal.even());
      }
      case VariationalDequantisation flow -> {
        metadata.put(KIND, flow.kind().id());
        metadata.put(HIDDEN, Integer.toString(flow.shape().hidden()));
        metadata.put(STEPS, Integer.toString(flow.shape().steps()));
        float[] all = flow.parameters();
        for (CouplingShape.Part part : flow.shape().parts()) {
          long[] shape = part.shape().stream().mapToLong(Integer::longValue).toArray();
          int end = part.offset() + part.size();
          writer.floats(PREFIX + part.name(), shape, Arrays.copyOfRange(all, part.offset(), end));
        }
      }
      case CoarsePixels coarse -> {
        metadata.put(BITS, Integer.toString(coarse.bits()));
        write(coarse.cells(), writer, metadata);
      }
      case UniformDequantisation _ -> {} // has nothing to write
    }
  }

  private static void writeEven(SafetensorsWriter writer, boolean[][] even) {
    if (even.length == 0) {
      return;
    }
    float[] flags = new float[even.length * PixelHistogram.VALUES];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = even[i / PixelHistogram.VALUES][i % PixelHistogram.VALUES] ? 1 : 0;
    }
    writer.floats(EVEN, new long[] {even.length, PixelHistogram.VALUES}, flags);
  }

  /** Values with uniform noise: of a model whose pixel transform has atoms, and of no other. */
  private static boolean[][] readEven(SafetensorsFile tensors, ModelSpec spec) {
    if (!spec.pixelTransform().kinds().contains(PreTransformKind.ATOMS)) {
      return new boolean[0][];
    }
    float[] flags = tensors.floats(EVEN);
    long[] wanted = {spec.pyramid().channels(), PixelHistogram.VALUES};
    if (!Arrays.equals(tensors.entry(EVEN).shape(), wanted)) {
      throw new StoreException(
          "tensor '%s' has shape %s, the model needs %s"
              .formatted(
                  EVEN, Arrays.toString(tensors.entry(EVEN).shape()), Arrays.toString(wanted)));
    }
    boolean[][] even = new boolean[spec.pyramid().channels()][PixelHistogram.VALUES];
    for (int i = 0; i < flags.length; i++) {
      if (flags[i] != 0 && flags[i] != 1) {
        throw new StoreException("tensor '" + EVEN + "' holds " + flags[i] + ", not 0 or 1");
      }
      even[i / PixelHistogram.VALUES][i % PixelHistogram.VALUES] = flags[i] == 1;
    }
    return even;
  }

  private static void write(SafetensorsWriter writer, String name, float[] values) {
    writer.floats(name, new long[] {values.length}, values);
  }

  /** The noise of a model of that description. */
  static Dequantisation read(SafetensorsFile tensors, ModelSpec spec) {
    Dequantisation cells = cells(tensors, spec);
    return tensors.metadata().containsKey(BITS)
        ? new CoarsePixels(number(tensors, BITS), cells)
        : cells;
  }

  private static Dequantisation cells(SafetensorsFile tensors, ModelSpec spec) {
    Map<String, String> metadata = tensors.metadata();
    String kind = metadata.getOrDefault(KIND, DequantisationKind.UNIFORM.id());
    return switch (DequantisationKind.parse(kind)) {
      case UNIFORM -> Dequantisation.UNIFORM;
      case TRUNCATED_NORMAL ->
          new TruncatedNormal(
              tensors.floats(MEANS), tensors.floats(DEVIATIONS), readEven(tensors, spec));
      case VARIATIONAL -> variational(tensors, spec.pyramid().channels());
    };
  }

  private static Dequantisation variational(SafetensorsFile tensors, int channels) {
    CouplingShape shape =
        new CouplingShape(channels, number(tensors, HIDDEN), number(tensors, STEPS));
    float[] all = new float[shape.parameters()];
    for (CouplingShape.Part part : shape.parts()) {
      float[] values = tensors.floats(PREFIX + part.name());
      if (values.length != part.size()) {
        throw new StoreException(
            "model: '%s' holds %d numbers, %d are needed"
                .formatted(PREFIX + part.name(), values.length, part.size()));
      }
      System.arraycopy(values, 0, all, part.offset(), values.length);
    }
    return new VariationalDequantisation(shape, all);
  }

  private static int number(SafetensorsFile tensors, String key) {
    String text = tensors.metadata().getOrDefault(key, "");
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new StoreException("model: '" + key + "' is '" + text + "', a number is needed", e);
    }
  }
}
