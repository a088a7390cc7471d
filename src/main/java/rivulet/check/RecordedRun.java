package rivulet.check;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A run whose results are on record.
 *
 * @param commands command lines without the program's name, words parted by blanks. A path that
 *     begins with {@code testdata/} is one of this program's files; one that begins with {@code
 *     work/} is in the folder of the run, where {@code work/initial} gets the model before any
 *     update, {@code work/run} the trained model and {@code work/out} other files that count
 * @param expected what it came to when it was recorded
 */
public record RecordedRun(String name, List<String> commands, RunDigests expected) {
  static final String WORK = "work/";
  private static final String TESTDATA = "testdata/";

  public RecordedRun {
    commands = List.copyOf(commands);
  }

  /** A command line as words, its paths in their places. */
  static List<String> words(String command, Path home, Path work) {
    return Arrays.stream(command.strip().split(" +", -1))
        .map(word -> word.startsWith(TESTDATA) ? home.resolve(word).toString() : word)
        .map(word ->
            word.startsWith(WORK) ? work.resolve(word.substring(WORK.length())).toString() : word)
        .toList();
  }
}
