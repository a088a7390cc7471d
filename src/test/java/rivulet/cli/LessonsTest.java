package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.tool.JavaShellToolBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rivulet.nativebindings.Availability;

/** Every command of the lessons prints the lines that they quote, in that order. */
final class LessonsTest {
  private static final Path HOME = Path.of(System.getProperty("rivulet.home", ".."));
  private static final Path LESSONS = HOME.resolve("docs/lessons");
  private static final String PROMPT = "$ ./rivulet ";
  private static final String SHELL = "jshell ";

  /** A command and lines of what it prints. */
  record Quote(Path lesson, String command, List<String> lines) {
    @Override
    public String toString() {
      return lesson.getFileName() + ": " + command;
    }
  }

  static List<Path> lessons() throws IOException {
    try (Stream<Path> files = Files.list(LESSONS)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
  }

  static List<Quote> quotes() throws IOException {
    List<Quote> quotes = new ArrayList<>();
    for (Path lesson : lessons()) {
      Iterator<String> lines = Files.readAllLines(lesson).iterator();
      while (lines.hasNext()) {
        if (lines.next().equals("```console")) {
          String command = lines.next();
          assertTrue(command.startsWith(PROMPT), command);
          quotes.add(new Quote(lesson, command.substring(PROMPT.length()), block(lines)));
        }
      }
    }
    return quotes;
  }

  private static List<String> block(Iterator<String> lines) {
    List<String> block = new ArrayList<>();
    for (String line = lines.next(); !line.equals("```"); line = lines.next()) {
      block.add(line.strip());
    }
    return block;
  }

  @ParameterizedTest
  @MethodSource("quotes")
  void printsWhatIsQuoted(Quote quote) throws Exception {
    String printed =
        quote.command().startsWith(SHELL)
            ? shell(HOME.resolve(quote.command().substring(SHELL.length())))
            : command(quote.command());
    Iterator<String> lines = printed.lines().map(String::strip).iterator();
    assertFalse(quote.lines().isEmpty());
    for (String expected : quote.lines()) {
      boolean found = false;
      while (!found && lines.hasNext()) {
        found = lines.next().equals(expected);
      }
      if (!found) {
        fail("not printed: " + expected + "\n" + printed);
      }
    }
  }

  private static String command(String line) {
    Object[] words = line.split(" ", -1);
    for (int i = 0; i < words.length; i++) {
      Path path = HOME.resolve(words[i].toString());
      words[i] = Files.exists(path) ? path.toString() : words[i];
    }
    CommandRun run = CommandRun.of(Commands.all(), words);
    return run.output() + run.error();
  }

  /** Where the classes of the product and of what it needs lie, however this test was started. */
  private static String classPath() {
    return Stream.of(Main.class, Availability.class, JsonObject.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
        .map(URL::getPath)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String shell(Path script) throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      System.setOut(out); // where the script's own lines go
      JavaShellToolBuilder.builder()
          .out(out)
          .err(out)
          .run(
              "--execution",
              "local",
              "--class-path",
              classPath(),
              "--startup",
              "DEFAULT",
              "--startup",
              HOME.resolve("examples/jshell/start.jsh").toString(),
              script.toString());
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void nineLessonsEachWithFigureExerciseAndLinksThatLead() throws IOException {
    List<Path> lessons = lessons();
    assertEquals(10, lessons.size(), "nine and their list");
    for (Path lesson : lessons) {
      String text = Files.readString(lesson);
      if (!lesson.endsWith("README.md")) {
        assertTrue(text.contains("<!-- figure: "), lesson::toString);
        assertTrue(text.contains("<details><summary>Answer</summary>"), lesson::toString);
        assertTrue(text.contains("```console"), lesson::toString);
      }
      var links = Pattern.compile("]\\(([^)#]+)(#[^)]*)?\\)").matcher(text);
      while (links.find()) {
        Path target = LESSONS.resolve(links.group(1));
        assertTrue(Files.exists(target), () -> lesson + " leads to nowhere: " + target);
      }
    }
  }
}
