package rivulet.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rivulet.flow.LevelParameters;
import rivulet.store.FolderLock;
import rivulet.store.ModelFile;
import rivulet.store.OutputFolder;
import rivulet.store.StoreException;
import rivulet.store.StoredModel;
import rivulet.train.RunDirectory;

/** Joins levels that were trained apart. */
@Command(
    name = "merge",
    description = {
      "Join levels trained apart into one model.",
      "Equals, byte for byte, the model of one run of all levels."
    })
final class MergeCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "RUN|FILE", description = "Runs or model files.")
  private List<Path> parts;

  @Option(names = "--out", required = true, paramLabel = "RUN", description = "Run directory.")
  private Path out;

  @Mixin private JsonOption json;

  @Override
  public Integer call() {
    OutputFolder.require(out);
    requireNoModel(new RunDirectory(out));
    SortedMap<Integer, LevelParameters> levels = new TreeMap<>();
    StoredModel first = ModelFile.read(RunDirectory.model(parts.getFirst()));
    for (Path part : parts) {
      StoredModel model = ModelFile.read(RunDirectory.model(part));
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
                      + " and in a part before it; give "
                      + "each level once");
            }
          });
    }
    RunDirectory run = RunDirectory.create(out);
    try (FolderLock _ = run.lock()) {
      requireNoModel(run);
      StoredModel merged =
          new StoredModel(
              first.spec(),
              first.pixelTransform(),
              levels,
              first.provenance(),
              first.dequantisation());
      ModelFile.write(run.model(), merged);
    }
    json.people()
        .println(
            "model "
                + run.model()
                + " with levels "
                + levels.keySet()
                + " of "
                + first.spec().levels());
    JsonObject result = new JsonObject();
    result.addProperty("model", run.model().toString());
    JsonArray joined = new JsonArray();
    levels.keySet().forEach(joined::add);
    result.add("levels", joined);
    result.addProperty("complete", levels.size() == first.spec().levels());
    json.print(result);
    return 0;
  }

  private static void requireNoModel(RunDirectory run) {
    if (Files.exists(run.model())) {
      throw new StoreException(
          "merge: " + run.root() + " holds a model already; choose another --out");
    }
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
