package rivulet.perf;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM with the flags of this one that runs {@link OneStart}. */
final class StartedJvm implements AutoCloseable {
  private final Path errors;
  private final Process process;
  private final PrintWriter requests;
  private final BufferedReader replies;
  private final List<JsonObject> kernels = new ArrayList<>();

  /**
   * Returns when its kernels are compiled.
   *
   * @param only text that names of kernels must contain
   * @param errors file to which its standard error is appended
   * @throws IOException if it ends before
   */
  StartedJvm(String only, Path errors) throws IOException {
    this.errors = errors;
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(OneStart.class.getName(), only));
    process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
            .start();
    requests = new PrintWriter(process.outputWriter(StandardCharsets.US_ASCII), true);
    replies = process.inputReader(StandardCharsets.UTF_8);
    try {
      for (String line = reply(); !line.isEmpty(); line = reply()) {
        kernels.add(JsonParser.parseString(line).getAsJsonObject());
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** One object for each kernel: {@code kernel} and {@code flops}. */
  List<JsonObject> kernels() {
    return List.copyOf(kernels);
  }

  /** One burst of a kernel: {@code seconds} and {@code heap_bytes} per call. */
  JsonObject burst(int kernel) throws IOException {
    requests.println(kernel);
    return JsonParser.parseString(reply()).getAsJsonObject();
  }

  private String reply() throws IOException {
    String line = replies.readLine();
    if (line == null) {
      throw new IOException("a JVM ended before its time; what it said is in " + errors);
    }
    return line;
  }

  @Override
  public void close() {
    requests.close();
    process.destroy();
  }
}
