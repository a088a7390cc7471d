package rivulet.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rivulet.cli.option.JsonOption;
import rivulet.store.FolderLock;
import rivulet.store.JoinedModel;
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
    StoredModel merged = JoinedModel.of(parts.stream().map(RunDirectory::model).toList());
    SortedSet<Integer> levels = new TreeSet<>(merged.levels().keySet());
    RunDirectory run = RunDirectory.create(out);
    try (FolderLock _ = run.lock()) {
      requireNoModel(run);
      ModelFile.write(run.model(), merged);
    }
    json.people()
        .println(
            "model " + run.model() + " with levels " + levels + " of " + merged.spec().levels());
    JsonObject result = new JsonObject();
    result.addProperty("model", run.model().toString());
    JsonArray joined = new JsonArray();
    levels.forEach(joined::add);
    result.add("levels", joined);
    result.addProperty("complete", levels.size() == merged.spec().levels());
    json.print(result);
    return 0;
  }

  private static void requireNoModel(RunDirectory run) {
    if (Files.exists(run.model())) {
      throw new StoreException(
          "merge: " + run.root() + " holds a model already; choose another --out");
    }
  }
}
