package rivulet.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.Images;
import rivulet.Model;
import rivulet.Sampling;
import rivulet.web.ApiExamples.Example;
import rivulet.web.inspect.InspectPage;
import rivulet.web.lessons.LessonsPage;
import rivulet.web.play.TinyPlay;
import rivulet.web.watch.TinyRuns;
import rivulet.web.watch.WatchPage;

/** Every call is in docs/api.md, and what is written there is what comes. */
final class ApiExamplesTest {
  @TempDir private Path folder;

  /** The pages as the examples have them; a new page comes in here. */
  private List<Page> pages() throws Exception {
    Path run = TinyRuns.train(folder, "run", "--steps", 3, "--validation", 2);
    Sampling how = Sampling.usual().withThreads(1);
    Images images = Images.read(folder.resolve("images-idx3-ubyte"));
    return List.of(
        new WatchPage(List.of(run), 2, how),
        new InspectPage("tiny", Model.open(run), Optional.of(images), 1),
        new LessonsPage(Optional.empty(), 1),
        TinyPlay.page());
  }

  @Test
  void everyCallHasAnExampleThatHolds() throws Exception {
    Map<String, Example> examples = ApiExamples.read();
    TreeSet<String> found = new TreeSet<>();
    for (Page page : pages()) {
      try (WebServer server = WebServer.start(0, List.of(page))) {
        Client client = new Client(server.address());
        List<Call<?>> calls = new ArrayList<>(page.calls());
        calls.add(new CancelCall(new Jobs()));
        for (Call<?> call : calls) {
          found.add(heading(call));
          prepare(client, call);
          check(client, call, examples.get(heading(call)));
        }
      }
    }
    assertEquals(new TreeSet<>(examples.keySet()), found);
  }

  /** The line is at the second place, beside the plane. */
  private static void prepare(Client client, Call<?> call) {
    if (call.path().equals("api/play/lines")) {
      client.post(
          "api/play/start",
          "{\"lab\": 1, \"data\": \"twonormals\", \"settings\": {\"hidden\": [8, 8], \"batch\":"
              + " 128, \"updates\": 3}}");
    }
  }

  private static String heading(Call<?> call) {
    return call.method() + " " + call.path();
  }

  private static void check(Client client, Call<?> call, Example example) {
    assertNotNull(example, () -> "no example of " + heading(call));
    String last = example.answer().getLast().name();
    List<Client.Event> found = ask(client, call, example.request(), last);
    for (Client.Event expected : example.answer()) {
      Optional<Client.Event> same =
          found.stream().filter(event -> event.name().equals(expected.name())).findFirst();
      assertTrue(
          same.isPresent(), () -> heading(call) + ": no " + expected.name() + " in " + found);
      Likeness.difference(heading(call) + " " + expected.name(), expected.data(), same.get().data())
          .ifPresent(difference -> {
            throw new AssertionError(difference + "\nThe whole answer:\n" + found);
          });
    }
  }

  private static List<Client.Event> ask(
      Client client, Call<?> call, JsonObject request, String last) {
    return switch (call) {
      case Reply<?> reply when reply.method() == Call.Method.POST ->
          one(client.post(call.path(), request.toString()).body());
      case Reply<?> _ -> one(client.get(call.path() + query(request)).body());
      case Feed<?> _ -> client.feed(call.path() + query(request), last);
      case Task<?> _ -> client.task(call.path(), request.toString());
    };
  }

  private static List<Client.Event> one(String body) {
    return List.of(new Client.Event("", JsonParser.parseString(body).getAsJsonObject()));
  }

  private static String query(JsonObject request) {
    return request.entrySet().stream()
        .map(entry ->
            entry.getKey()
                + "="
                + URLEncoder.encode(entry.getValue().getAsString(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&", request.isEmpty() ? "" : "?", ""));
  }
}
