package rivulet.cli.output;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import rivulet.check.DigestManifest;
import rivulet.check.DigestRunner;
import rivulet.check.RecordedRun;
import rivulet.check.RunDigests;

/** Recorded runs computed again: what each came to, and whether that is what is on record. */
public final class DigestReport {
  private static final int SHOWN = 12;

  private final PrintWriter people;
  private final List<Result> results = new ArrayList<>();

  public DigestReport(PrintWriter people) {
    this.people = people;
  }

  private enum Verdict {
    IDENTICAL,
    DIFFERS,
    FAILED;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One run.
   *
   * @param failure why it could not be run; empty if it could
   */
  private record Result(RecordedRun run, RunDigests found, String failure) {
    List<String> differences() {
      return run.expected().differences(found);
    }

    Verdict verdict() {
      if (!failure.isEmpty()) {
        return Verdict.FAILED;
      }
      return differences().isEmpty() ? Verdict.IDENTICAL : Verdict.DIFFERS;
    }

    boolean identical() {
      return verdict() == Verdict.IDENTICAL;
    }
  }

  /** Runs and prints everything, until a signal asks to stop. */
  public void run(DigestManifest manifest, DigestRunner runner, PrintWriter err) {
    int all = manifest.runs().size();
    try (StopSignal stop = new StopSignal();
        ProgressLine progress = new ProgressLine(err, "runs")) {
      for (RecordedRun run : manifest.runs()) {
        Result result = result(run, runner);
        if (stop.asked()) {
          throw new IllegalStateException(
              "digests: stopped after " + results.size() + " of " + all + " runs");
        }
        results.add(result);
        progress.erase();
        people.println(line(result));
        people.flush();
        progress.update(results.size(), all);
      }
    }
  }

  private static Result result(RecordedRun run, DigestRunner runner) {
    try {
      return new Result(run, runner.run(run), "");
    } catch (RuntimeException e) {
      // Whatever is wrong with one run, the others still have their say.
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      return new Result(run, RunDigests.NONE, why);
    }
  }

  /** What the runs came to, in the order of the manifest; nothing if one of them failed. */
  public Optional<List<RunDigests>> found() {
    return results.stream().allMatch(result -> result.failure().isEmpty())
        ? Optional.of(results.stream().map(Result::found).toList())
        : Optional.empty();
  }

  public boolean allIdentical() {
    return results.stream().allMatch(Result::identical);
  }

  private Optional<Result> firstDifferent() {
    return results.stream().filter(result -> !result.identical()).findFirst();
  }

  /** How many there were, and which is the first that is not as recorded. */
  public String summary() {
    long other = results.stream().filter(result -> !result.identical()).count();
    return results.size()
        + " runs, "
        + other
        + " not as recorded"
        + firstDifferent()
            .map(first -> "; the first: " + OneLine.of(first.run().name()))
            .orElse("");
  }

  private static String line(Result result) {
    String said =
        switch (result.verdict()) {
          case IDENTICAL -> hashes(result.found());
          case DIFFERS -> differences(result);
          case FAILED -> result.failure();
        };
    return OneLine.of(
        String.format(
            Locale.ROOT, "%-9s  %-24s  %s", result.verdict().text(), result.run().name(), said));
  }

  private static String hashes(RunDigests digests) {
    return digests.byName().entrySet().stream()
        .filter(entry -> !entry.getValue().isEmpty())
        .map(entry -> entry.getKey() + " " + shown(entry.getValue()))
        .collect(Collectors.joining("  "));
  }

  private static String differences(Result result) {
    Map<String, String> expected = result.run().expected().byName();
    Map<String, String> found = result.found().byName();
    return result.differences().stream()
        .map(name ->
            name + ": " + shown(expected.get(name)) + " recorded, found " + shown(found.get(name)))
        .collect(Collectors.joining("; "));
  }

  private static String shown(String digest) {
    return digest.isEmpty() ? "none" : digest.substring(0, Math.min(SHOWN, digest.length()));
  }

  public JsonObject object() {
    JsonArray runs = new JsonArray();
    results.forEach(result -> runs.add(object(result)));
    JsonObject object = new JsonObject();
    object.addProperty("passed", allIdentical());
    object.add(
        "first_different",
        firstDifferent()
            .<JsonElement>map(first -> new JsonPrimitive(first.run().name()))
            .orElse(JsonNull.INSTANCE));
    object.add("digests", runs);
    return object;
  }

  private static JsonObject object(Result result) {
    JsonObject entry = new JsonObject();
    entry.addProperty("name", result.run().name());
    entry.addProperty("result", result.verdict().text());
    entry.add("found", object(result.found()));
    entry.add("recorded", object(result.run().expected()));
    entry.addProperty("failure", result.failure());
    return entry;
  }

  private static JsonObject object(RunDigests digests) {
    JsonObject object = new JsonObject();
    digests
        .byName()
        .forEach((name, digest) ->
            object.add(
                name.replace(' ', '_'),
                digest.isEmpty() ? JsonNull.INSTANCE : new JsonPrimitive(digest)));
    return object;
  }
}
