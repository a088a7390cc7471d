package rivulet.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import rivulet.autodiff.ShapedField;
import rivulet.flow.LevelParameters;
import rivulet.flow.ModelSpec;
import rivulet.flow.pretransform.PreTransformArray;
import rivulet.flow.pretransform.PreTransformChain;
import rivulet.flow.pretransform.PreTransformKind;
import rivulet.flow.pretransform.PreTransformRecipe;
import rivulet.random.Purpose;
import rivulet.tensor.Extent;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Shape;

/**
 * Model files: safetensors with parameter names of the published code's state_dict ({@code
 * scale_models.{level}.chain.{i}.odefunc.odefunc.diffeq.layers.{k}…}) and {@code
 * pre_transforms.{level}.…} and {@code pixel_transform.…} for what is measured from data. Where
 * level 0 starts with the logit, that is its {@code chain.0} and its blocks start at {@code
 * chain.1}. The same model gives the same bytes.
 */
public final class ModelFile {
  /** Value of the metadata entry {@code format}. */
  public static final String FORMAT = "rivulet-model-1";

  /** Raised by every change that changes bits of results. */
  public static final String NUMERICS = "5";

  /** Before version 5 images that are measured met the noise of those trained on. */
  private static final List<String> NOISE_OF_TRAINING = List.of("1", "2", "3", "4");

  /**
   * Versions whose models this program reads. An older one gives the same numbers to rounding, not
   * the same bits.
   */
  private static final List<String> READABLE =
      Stream.concat(NOISE_OF_TRAINING.stream(), Stream.of(NUMERICS)).toList();

  /** Versions whose trainings go on here bit by bit: 5 changed evaluation alone. */
  private static final List<String> SAME_TRAINING = List.of("4", NUMERICS);

  private static final String TRAIN = "train.";
  private static final String PIXEL_TRANSFORM = "pixel_transform.";
  private static final String BLOCK = ".odefunc.odefunc.diffeq.";

  private ModelFile() {}

  /** Writes a model, whole or not at all. */
  public static void write(Path file, StoredModel model) {
    SafetensorsWriter writer = new SafetensorsWriter();
    SortedMap<String, String> metadata = new TreeMap<>();
    metadata.put("format", FORMAT);
    metadata.put("numerics", NUMERICS);
    SpecMetadata.write(model.spec(), metadata);
    model.provenance().forEach((key, value) -> metadata.put(TRAIN + key, value));
    DequantisationTensors.write(model.dequantisation(), writer, metadata);
    metadata.forEach(writer::metadata);
    writeTransform(writer, PIXEL_TRANSFORM, model.pixelTransform());
    model.levels().forEach((level, numbers) -> writeLevel(writer, model.spec(), level, numbers));
    writer.write(file);
  }

  private static void writeLevel(
      SafetensorsWriter writer, ModelSpec spec, int level, LevelParameters numbers) {
    writeTransform(writer, preTransform(level), numbers.preTransform());
    Map<String, Extent> extents = spec.field(level).parameters();
    int first = spec.preTransform().kindsAt(level).contains(PreTransformKind.LOGIT) ? 1 : 0;
    for (int k = 0; k < numbers.blocks().size(); k++) {
      String prefix = prefix(level) + (first + k) + BLOCK;
      numbers
          .blocks()
          .get(k)
          .forEach((name, values) ->
              writer.floats(prefix + name, shape(name, extents.get(name)), values));
    }
  }

  private static void writeTransform(
      SafetensorsWriter writer, String prefix, PreTransformChain chain) {
    chain
        .parameters()
        .forEach(
            (name, array) -> writer.floats(prefix + name, longs(array.shape()), array.values()));
  }

  private static String preTransform(int level) {
    return "pre_transforms." + level + ".";
  }

  private static String prefix(int level) {
    return "scale_models." + level + ".chain.";
  }

  private static long[] longs(int[] shape) {
    long[] sides = new long[shape.length];
    for (int i = 0; i < sides.length; i++) {
      sides[i] = shape[i];
    }
    return sides;
  }

  /** The shape that a network's parameter has in files. */
  public static long[] shape(String name, Extent extent) {
    return switch (extent) {
      case KernelShape k when name.contains("_hyper_") -> new long[] {k.outputs(), k.inputs()};
      case KernelShape k -> new long[] {k.outputs(), k.inputs(), k.size(), k.size()};
      case Shape s when name.contains("_hyper_") && name.endsWith(".weight") ->
          new long[] {s.channels(), 1};
      case Shape s -> new long[] {s.channels()};
    };
  }

  /**
   * Reads a model from a stream, by way of a temporary file, since model files are mapped.
   *
   * @throws StoreException as {@link #read(Path)}
   */
  public static StoredModel read(InputStream bytes) throws IOException {
    try (TemporaryFolder folder = TemporaryFolder.create("rivulet-model")) {
      Path file = folder.path().resolve("model.safetensors");
      Files.copy(bytes, file);
      return read(file);
    }
  }

  /**
   * Reads a model file.
   *
   * @throws StoreException if it is damaged, no model, or incomplete within a level
   */
  public static StoredModel read(Path file) {
    return read(file, List.of());
  }

  /**
   * Reads a model file whose levels may have fields that users have written.
   *
   * @param own those fields
   * @throws StoreException if it is damaged, no model, incomplete within a level, or of another
   *     field
   */
  public static StoredModel read(Path file, List<ShapedField> own) {
    try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
      String format = tensors.metadata().get("format");
      if (!FORMAT.equals(format)) {
        throw new StoreException(
            file
                + ": is no model of images (format "
                + (format == null ? "missing" : "'" + format + "'")
                + ", wanted '"
                + FORMAT
                + "'); give the model.safetensors of a training run");
      }
      requireNumerics(file, tensors.metadata());
      try {
        return read(tensors, own);
      } catch (IllegalArgumentException | ArithmeticException | StoreException e) {
        throw new StoreException(file + ": " + e.getMessage(), e);
      }
    }
  }

  /**
   * Checks the numerics version of a model file of any kind.
   *
   * @throws StoreException if this program does not read it
   */
  public static void requireNumerics(Path file, Map<String, String> metadata) {
    String numerics = metadata.get("numerics");
    if (!READABLE.contains(String.valueOf(numerics))) {
      throw new StoreException(
          file
              + ": has numerics version "
              + numerics
              + ", this program reads "
              + READABLE
              + "; use the release that wrote it");
    }
  }

  /** What the noise of images is drawn for when a model of that version is measured on them. */
  static Purpose evaluationNoise(String numerics) {
    return NOISE_OF_TRAINING.contains(numerics) ? Purpose.DEQUANTISATION : Purpose.EVALUATION;
  }

  /** Whether a training begun in that version and continued here is one training, bit by bit. */
  public static boolean trainsAlike(String numerics) {
    return SAME_TRAINING.contains(numerics);
  }

  private static StoredModel read(SafetensorsFile tensors, List<ShapedField> own) {
    ModelSpec spec = SpecMetadata.read(tensors.metadata(), own);
    SortedMap<Integer, LevelParameters> levels = new TreeMap<>();
    for (int level = 0; level < spec.levels(); level++) {
      List<String> chain = chain(tensors, level);
      if (!chain.isEmpty()) {
        levels.put(level, readLevel(tensors, spec, level, chain));
      }
    }
    if (levels.isEmpty()) {
      throw new StoreException("holds no level of the model it describes");
    }
    SortedMap<String, String> provenance = new TreeMap<>();
    tensors
        .metadata()
        .forEach((key, value) -> {
          if (key.startsWith(TRAIN)) {
            provenance.put(key.substring(TRAIN.length()), value);
          }
        });
    return new StoredModel(
        spec,
        transform(tensors, PIXEL_TRANSFORM, spec.pixelTransform(), 0, spec.pyramid().channels()),
        levels,
        provenance,
        DequantisationTensors.read(tensors, spec),
        tensors.metadata().get("numerics"));
  }

  private static PreTransformChain transform(
      SafetensorsFile tensors, String prefix, PreTransformRecipe recipe, int level, int channels) {
    try {
      PreTransformChain chain = recipe.restore(level, arrays(tensors, prefix));
      chain.requireChannels(channels);
      return chain;
    } catch (IllegalArgumentException e) {
      throw new StoreException("tensors '" + prefix + "…': " + e.getMessage(), e);
    }
  }

  /** Prefixes of the blocks of a level, in the order of their numbers. */
  private static List<String> chain(SafetensorsFile tensors, int level) {
    SortedSet<Integer> numbers = new TreeSet<>();
    String prefix = prefix(level);
    for (String name : tensors.names()) {
      if (name.startsWith(prefix) && name.contains(BLOCK)) {
        String number = name.substring(prefix.length(), name.indexOf('.', prefix.length()));
        numbers.add(Integer.parseInt(number));
      }
    }
    return numbers.stream().map(number -> prefix + number + BLOCK).toList();
  }

  private static LevelParameters readLevel(
      SafetensorsFile tensors, ModelSpec spec, int level, List<String> chain) {
    if (chain.size() != spec.blocks()) {
      throw new StoreException(
          "level "
              + level
              + " has "
              + chain.size()
              + " blocks, its description says "
              + spec.blocks());
    }
    List<Map<String, float[]>> blocks = new ArrayList<>();
    for (String prefix : chain) {
      Map<String, float[]> weights = new LinkedHashMap<>();
      spec.field(level)
          .parameters()
          .forEach((name, extent) -> weights.put(name, weights(tensors, prefix + name, extent)));
      blocks.add(weights);
    }
    String prefix = preTransform(level);
    int channels = spec.state(level).channels();
    PreTransformChain measured = transform(tensors, prefix, spec.preTransform(), level, channels);
    return new LevelParameters(measured, blocks);
  }

  /**
   * Reads a network's parameter.
   *
   * @throws StoreException if it is missing, has another shape, or is not finite
   */
  public static float[] weights(SafetensorsFile tensors, String name, Extent extent) {
    float[] values = tensors.floats(name);
    long[] wanted = shape(name, extent);
    long[] found = tensors.entry(name).shape();
    if (!Arrays.equals(found, wanted)) {
      throw new StoreException(
          "tensor '"
              + name
              + "' has shape "
              + Arrays.toString(found)
              + ", the model needs "
              + Arrays.toString(wanted));
    }
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new StoreException("tensor '" + name + "' holds " + value);
      }
    }
    return values;
  }

  private static Map<String, PreTransformArray> arrays(SafetensorsFile tensors, String prefix) {
    Map<String, PreTransformArray> arrays = new TreeMap<>();
    for (String name : tensors.names()) {
      if (name.startsWith(prefix)) {
        long[] shape = tensors.entry(name).shape();
        int[] sides = new int[shape.length];
        for (int i = 0; i < sides.length; i++) {
          sides[i] = Math.toIntExact(shape[i]);
        }
        arrays.put(
            name.substring(prefix.length()), new PreTransformArray(sides, tensors.floats(name)));
      }
    }
    return arrays;
  }
}
