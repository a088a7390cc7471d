package rivulet.cli.output;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.Optional;
import rivulet.store.FileType;

/**
 * The process's standard output, which remembers that something could not be written: {@link
 * System#out} and every {@link PrintWriter} keep that to themselves.
 */
public final class StandardOutput extends OutputStream {
  /** As a shell reports a program that was ended by SIGPIPE. */
  static final int CLOSED_PIPE_EXIT = 128 + 13;

  private final OutputStream descriptor;
  private final PrintWriter writer;
  private Optional<IOException> failure = Optional.empty();

  public StandardOutput() {
    this(new FileOutputStream(FileDescriptor.out));
  }

  /** Takes the place of the descriptor in tests. */
  public StandardOutput(OutputStream descriptor) {
    this.descriptor = descriptor;
    var text = new BufferedWriter(new OutputStreamWriter(this, System.out.charset()));
    this.writer = new PrintWriter(text, true);
  }

  /** What commands print to. */
  public PrintWriter writer() {
    return writer;
  }

  /**
   * Writes all that was printed.
   *
   * @param exitCode what the command ended with
   * @param error where one line goes if printed text was lost, unless its reader had enough
   * @return another exit code if the command succeeded and its text was lost
   */
  public int finish(int exitCode, PrintWriter error) {
    writer.flush();
    if (failure.isEmpty()) {
      return exitCode;
    }
    boolean readerEnded = FileType.ofStandardOutput().isPipe();
    if (!readerEnded) {
      error.println(
          "rivulet: standard output cannot be written ("
              + failure.get().getMessage()
              + "), results are lost: free space or send it elsewhere");
      error.flush();
    }
    if (exitCode != 0) {
      return exitCode;
    }
    return readerEnded ? CLOSED_PIPE_EXIT : 1;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) {
    if (failure.isPresent()) {
      return;
    }
    try {
      descriptor.write(bytes, from, count);
    } catch (IOException e) {
      failure = Optional.of(e);
    }
  }
}
