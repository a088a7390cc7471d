package rivulet.check;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import rivulet.store.AtomicFile;
import rivulet.store.StoreException;

/**
 * {@code digests.json} of a folder: {@code runs}, by name, each with its {@code commands} and what
 * it came to as {@code initial_model}, {@code trained_model} and {@code outputs}, where there is
 * such a thing.
 */
public final class DigestManifest {
  private static final String FILE = "digests.json";
  private static final Gson JSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private final Path file;
  private final JsonObject root;
  private final List<RecordedRun> runs;

  private DigestManifest(Path file, JsonObject root, List<RecordedRun> runs) {
    this.file = file;
    this.root = root;
    this.runs = runs;
  }

  /**
   * Reads it.
   *
   * @throws StoreException if there is none, or it cannot be read
   */
  public static DigestManifest open(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new StoreException(
          "digests: " + folder + " has no " + FILE + "; give a folder of recorded runs");
    }
    try {
      JsonObject root = JSON.fromJson(Files.readString(file), JsonObject.class);
      JsonElement entries = root == null ? null : root.get("runs");
      if (entries == null || entries.getAsJsonObject().isEmpty()) {
        throw new StoreException("digests: " + file + " lists no runs");
      }
      List<RecordedRun> runs = new ArrayList<>();
      for (Map.Entry<String, JsonElement> entry : entries.getAsJsonObject().entrySet()) {
        runs.add(run(entry.getKey(), entry.getValue().getAsJsonObject()));
      }
      return new DigestManifest(file, root, List.copyOf(runs));
    } catch (IOException
        | JsonParseException
        | IllegalStateException
        | UnsupportedOperationException e) {
      throw new StoreException("digests: " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static RecordedRun run(String name, JsonObject entry) {
    List<String> commands = new ArrayList<>();
    if (entry.get("commands") == null) {
      throw new JsonParseException("run '" + name + "' has no commands");
    }
    entry.getAsJsonArray("commands").forEach(command -> commands.add(command.getAsString()));
    return new RecordedRun(
        name,
        commands,
        new RunDigests(
            text(entry, "initial_model"), text(entry, "trained_model"), text(entry, "outputs")));
  }

  private static String text(JsonObject entry, String key) {
    return entry.has(key) ? entry.get(key).getAsString() : "";
  }

  /** The runs in the order of the file. */
  public List<RecordedRun> runs() {
    return runs;
  }

  /**
   * Writes the file anew with what its runs come to now; nothing else in it changes.
   *
   * @param found of each run, in the same order
   */
  public void record(List<RunDigests> found) {
    if (found.size() != runs.size()) {
      throw new IllegalArgumentException(
          "digests: " + runs.size() + " runs to record, found results of " + found.size());
    }
    for (int i = 0; i < runs.size(); i++) {
      JsonObject entry = root.getAsJsonObject("runs").getAsJsonObject(runs.get(i).name());
      found
          .get(i)
          .byName()
          .forEach((name, digest) -> {
            String key = name.replace(' ', '_');
            entry.remove(key);
            if (!digest.isEmpty()) {
              entry.addProperty(key, digest);
            }
          });
    }
    AtomicFile.write(file, (JSON.toJson(root) + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
