package rivulet.web;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The examples of docs/api.md by their headings, as {@code GET api/watch/runs}. */
final class ApiExamples {
  private static final Path DOCUMENT =
      Path.of(System.getProperty("rivulet.home")).resolve("docs/api.md");

  private static final Pattern EXAMPLE =
      Pattern.compile(
          "^### ((?:GET|POST) \\S+)\\n((?:(?!^###? ).*\\n)*?)"
              + "```json\\n([^`]*)```\\n```(json|text)\\n([^`]*)```",
          Pattern.MULTILINE);

  private static final Pattern EVENT = Pattern.compile("event: (\\S+)\\ndata: (.*)");

  private ApiExamples() {}

  /**
   * One example.
   *
   * @param request what is asked
   * @param answer one event without a name, or the events of a stream
   */
  record Example(JsonObject request, List<Client.Event> answer) {}

  static Map<String, Example> read() throws IOException {
    Map<String, Example> examples = new LinkedHashMap<>();
    EXAMPLE
        .matcher(Files.readString(DOCUMENT))
        .results()
        .forEach(found -> examples.put(found.group(1), example(found)));
    return examples;
  }

  private static Example example(MatchResult found) {
    List<Client.Event> answer = new ArrayList<>();
    if (found.group(4).equals("json")) {
      answer.add(new Client.Event("", object(found.group(5))));
    } else {
      EVENT
          .matcher(found.group(5))
          .results()
          .forEach(event -> answer.add(new Client.Event(event.group(1), object(event.group(2)))));
    }
    return new Example(object(found.group(3)), answer);
  }

  private static JsonObject object(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }
}
