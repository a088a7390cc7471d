package rivulet.store.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipException;
import rivulet.data.DataException;
import rivulet.store.ModelFile;
import rivulet.store.SafetensorsFile;
import rivulet.store.SafetensorsWriter;
import rivulet.store.StoreException;

/** Files of weights: PyTorch's, or safetensors. Read by their first bytes, written by their end. */
final class WeightFiles {
  private static final String SAFETENSORS = ".safetensors";
  private static final String ZIP = "504b0304";

  /** A pickle of protocol 2 that begins with the magic number of PyTorch before 1.6. */
  private static final String LEGACY = "80028a0a6cfc9c46f9206aa85019";

  private static final int PROBE_BYTES = LEGACY.length() / 2;

  /** The header of a safetensors file begins after the eight bytes of its length. */
  private static final String BRACE = "7b";

  private static final int BRACE_AT = 2 * 8;

  private WeightFiles() {}

  /** Writes weights: as safetensors where the name ends so, else as {@code torch.save} does. */
  static void write(Path file, Weights weights) {
    if (file.toString().toLowerCase(Locale.ROOT).endsWith(SAFETENSORS)) {
      SafetensorsWriter writer = new SafetensorsWriter();
      weights.description().forEach(writer::metadata);
      weights.tensors().forEach((name, t) -> writer.floats(name, t.shape(), t.values()));
      writer.write(file);
    } else {
      TorchWriter.write(file, weights);
    }
  }

  /**
   * Reads weights.
   *
   * @throws StoreException if there is no such file, it is damaged, or holds none
   */
  static Weights read(Path file) {
    try {
      String start = start(file);
      if (start.startsWith(ZIP)) {
        try (TorchArchive archive = TorchArchive.open(file)) {
          return Checkpoint.read(archive);
        }
      }
      if (start.equals(LEGACY)) {
        throw new StoreException(
            "was saved by PyTorch before 1.6; load it there and save it again by a newer one");
      }
      if (start.length() > BRACE_AT && !start.startsWith(BRACE, BRACE_AT)) {
        throw new StoreException(
            "neither a checkpoint of PyTorch nor safetensors by its first bytes; name a file of"
                + " weights");
      }
    } catch (NoSuchFileException e) {
      throw new StoreException(file + ": no such file", e);
    } catch (ZipException e) {
      throw new StoreException(
          file
              + ": the ZIP archive is damaged or cut short ("
              + e.getMessage()
              + "): fetch it again",
          e);
    } catch (IOException e) {
      throw new StoreException(file + ": cannot be read (" + DataException.reason(e) + ")", e);
    } catch (StoreException e) {
      throw new StoreException(file + ": " + e.getMessage(), e);
    }
    return readSafetensors(file);
  }

  private static String start(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new StoreException("is a folder; name a file of weights");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return HexFormat.of().formatHex(in.readNBytes(PROBE_BYTES));
    }
  }

  private static Weights readSafetensors(Path file) {
    try (SafetensorsFile found = SafetensorsFile.open(file)) {
      return of(found);
    }
  }

  /** All of a safetensors file; its metadata are a description if it is a model file's. */
  static Weights of(SafetensorsFile file) {
    SortedMap<String, WeightTensor> tensors = new TreeMap<>();
    for (String name : file.names()) {
      tensors.put(name, new WeightTensor(file.entry(name).shape(), file.floats(name)));
    }
    if (tensors.keySet().stream().noneMatch(name -> name.startsWith(WeightName.LEVELS))) {
      throw new StoreException(
          file.path()
              + ": holds no tensor '"
              + WeightName.LEVELS
              + "…' of a model; name a file of a model's weights");
    }
    boolean ours = ModelFile.FORMAT.equals(file.metadata().get("format"));
    return new Weights(tensors, ours ? file.metadata() : new TreeMap<>(), OptionalInt.empty());
  }
}
