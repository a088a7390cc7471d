package rivulet.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The digests of {@code testdata}, and records of some of its runs in other folders. */
record RecordedRuns(Path folder) {
  private static final Path COMMITTED =
      Path.of(System.getProperty("rivulet.home", "")).resolve("testdata/digests/digests.json");

  /** All runs as they are recorded, by name. */
  static JsonObject committed() throws IOException {
    return JsonParser.parseString(Files.readString(COMMITTED)).getAsJsonObject();
  }

  /** Records these runs alone. */
  void write(String... names) throws IOException {
    JsonObject all = committed().getAsJsonObject("runs");
    JsonObject some = new JsonObject();
    for (String name : names) {
      some.add(name, all.get(name));
    }
    JsonObject root = new JsonObject();
    root.add("runs", some);
    writeText(root.toString());
  }

  void writeText(String text) throws IOException {
    Files.writeString(folder.resolve("digests.json"), text);
  }

  String text() throws IOException {
    return Files.readString(folder.resolve("digests.json"));
  }

  /** Puts another text in the place of one that is there. */
  void replace(String old, String other) throws IOException {
    String text = text();
    if (!text.contains(old)) {
      throw new AssertionError("'" + old + "' is not in " + text);
    }
    writeText(text.replace(old, other));
  }

  CommandRun verify(Object... more) {
    List<Object> line = new ArrayList<>(List.of("verify", "--digests", folder));
    line.addAll(List.of(more));
    return CommandRun.of(List.of(new VerifyCommand()), line.toArray());
  }
}
