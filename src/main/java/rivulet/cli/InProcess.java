package rivulet.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import rivulet.check.DigestRunner;

/**
 * Runs commands of this program within this process.
 *
 * @param threads for those commands that take them
 */
record InProcess(int threads) implements DigestRunner.Program {
  private static final String THREADS = "--threads";

  @Override
  public String run(List<String> words) {
    StringWriter output = new StringWriter();
    StringWriter error = new StringWriter();
    CommandLine program =
        Main.commandLine(Commands.all())
            .setOut(new PrintWriter(output))
            .setErr(new PrintWriter(error));
    int exitCode = program.execute(withThreads(program, words));
    if (exitCode != CommandLine.ExitCode.OK) {
      throw new IllegalStateException(
          words.getFirst() + " ended with " + exitCode + ": " + said(error.toString()));
    }
    return output.toString();
  }

  private String[] withThreads(CommandLine program, List<String> words) {
    List<String> line = new ArrayList<>(words);
    CommandLine command = program.getSubcommands().get(words.getFirst());
    if (command != null && command.getCommandSpec().findOption(THREADS) != null) {
      line.addAll(List.of(THREADS, Integer.toString(threads)));
    }
    return line.toArray(String[]::new);
  }

  /** The line of the error among those of progress. */
  private static String said(String error) {
    Optional<String> line = error.lines().filter(text -> text.startsWith("rivulet: ")).findFirst();
    return line.map(text -> text.substring("rivulet: ".length())).orElse("it did not say why");
  }
}
