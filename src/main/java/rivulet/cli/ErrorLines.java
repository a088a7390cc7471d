package rivulet.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What a user sees of an error: one line, and for wrong usage one more that tells where help is.
 */
final class ErrorLines {

  private ErrorLines() {}

  /** Prints a usage error; returns the exit code 2. */
  static int usage(ParameterException mistake, String[] arguments) {
    CommandLine command = mistake.getCommandLine();
    PrintWriter error = command.getErr();
    error.println("rivulet: " + said(mistake) + suggestion(mistake));
    error.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    error.flush();
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  /** Prints the failure of a command that was understood; returns the exit code 1. */
  static int failure(Exception failure, CommandLine command, boolean verbose) {
    PrintWriter error = command.getErr();
    error.println("rivulet: " + oneLine(failure));
    if (verbose) {
      failure.printStackTrace(error);
    }
    error.flush();
    return command.getCommandSpec().exitCodeOnExecutionException();
  }

  /** The message on one line; the exception's kind too where it has no message of its own. */
  private static String oneLine(Throwable throwable) {
    String message = throwable.getMessage();
    if (message == null || message.isBlank()) {
      return throwable.getClass().getSimpleName() + " without a message; --verbose tells more";
    }
    return message.strip().replaceAll("\\s*\\R\\s*", "; ");
  }

  private static String said(ParameterException mistake) {
    if (!(mistake instanceof UnmatchedArgumentException unmatched)) {
      return oneLine(mistake);
    }
    String first = unmatched.getUnmatched().getFirst();
    if (unmatched.isUnknownOption()) {
      return "Unknown option: '" + first + "'";
    }
    return mistake.getCommandLine().getSubcommands().isEmpty()
        ? oneLine(mistake)
        : "there is no command '" + first + "'";
  }

  private static String suggestion(ParameterException mistake) {
    if (!(mistake instanceof UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()) {
      return "";
    }
    String typed = unmatched.getUnmatched().getFirst().replaceFirst("=.*", "");
    CommandLine command = mistake.getCommandLine();
    return NearestName.suggestion(
        typed,
        typed.startsWith("-")
            ? command.getCommandSpec().optionsMap().keySet()
            : command.getSubcommands().keySet());
  }
}
