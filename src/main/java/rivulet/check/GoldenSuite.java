package rivulet.check;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import rivulet.store.SafetensorsFile;
import rivulet.store.StoreException;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;

/**
 * A directory of golden cases: {@code manifest.json} and one safetensors file per case, of the
 * kinds wavelet, dynamics, flow and model.
 */
public final class GoldenSuite {
  private final Path directory;
  private final Map<String, JsonElement> cases;

  private GoldenSuite(Path directory, Map<String, JsonElement> cases) {
    this.directory = directory;
    this.cases = cases;
  }

  /**
   * Reads the manifest.
   *
   * @throws StoreException if there is none, or it cannot be read
   */
  public static GoldenSuite open(Path directory) {
    Path manifest = directory.resolve("manifest.json");
    if (!Files.isRegularFile(manifest)) {
      throw new StoreException(
          "golden: " + directory + " has no manifest.json; give a directory of golden cases");
    }
    try {
      JsonObject root = new Gson().fromJson(Files.readString(manifest), JsonObject.class);
      JsonElement cases = root == null ? null : root.get("cases");
      if (cases == null || !cases.isJsonObject() || cases.getAsJsonObject().isEmpty()) {
        throw new StoreException("golden: " + manifest + " lists no cases");
      }
      return new GoldenSuite(directory, cases.getAsJsonObject().asMap());
    } catch (IOException | JsonParseException e) {
      throw new StoreException("golden: " + manifest + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Number of cases. */
  public int size() {
    return cases.size();
  }

  /** Runs every case in the order of the manifest; each report is also handed to the listener. */
  public List<CaseReport> run(Consumer<CaseReport> listener) {
    List<CaseReport> reports = new ArrayList<>();
    cases.forEach((name, entry) -> {
      CaseReport report = run(name, entry);
      listener.accept(report);
      reports.add(report);
    });
    return reports;
  }

  private CaseReport run(String name, JsonElement entry) {
    CaseReport report = new CaseReport(name, "unreadable", null);
    try (SafetensorsFile tensors = SafetensorsFile.open(directory.resolve(name + ".safetensors"));
        Workspace workspace = new Workspace()) {
      GoldenCase golden = new GoldenCase(name, object(name, entry), tensors);
      report = new CaseReport(name, golden.kind(), tensors);
      run(golden, report, workspace);
    } catch (RuntimeException e) {
      // Whatever is wrong with one case, the others still have their say.
      report.fail(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    }
    return report;
  }

  private static JsonObject object(String name, JsonElement entry) {
    if (!entry.isJsonObject()) {
      throw new StoreException("golden: case '" + name + "' is no object in the manifest");
    }
    return entry.getAsJsonObject();
  }

  private static void run(GoldenCase golden, CaseReport report, Workspace workspace) {
    switch (golden.kind()) {
      case "wavelet" -> new WaveletCheck(golden, report).run();
      case "dynamics" -> new DynamicsCheck(golden, report, Tuning.DEFAULT, workspace).run();
      case "flow" -> new FlowCheck(golden, report, Tuning.DEFAULT, workspace).run();
      case "model" -> new ModelCheck(golden, report, Tuning.DEFAULT, workspace).run();
      default ->
          throw new StoreException(
              "golden: case '"
                  + golden.name()
                  + "' is of kind '"
                  + golden.kind()
                  + "'; wavelet, dynamics, flow and model are known");
    }
  }
}
