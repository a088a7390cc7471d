package rivulet.perf.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import rivulet.perf.Clock;
import rivulet.perf.ConvolutionCase;

/** oneDNN in a process of its own ({@code peers/onednn.c}), which times when it is asked. */
final class OneDnn implements AutoCloseable {
  private static final List<String> ALGORITHMS = List.of("direct", "winograd");
  private static final String OK = "ok";

  private final Process process;
  private final PrintWriter requests;
  private final BufferedReader replies;

  OneDnn(Path program, int threads) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(program.toString(), Clock.of(threads).name());
    builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    process = builder.start();
    requests = new PrintWriter(process.outputWriter(StandardCharsets.US_ASCII), true);
    replies = process.inputReader(StandardCharsets.US_ASCII);
  }

  /** The algorithms that oneDNN has for a case. */
  List<Peer> algorithms(ConvolutionCase problem, int images) {
    List<Peer> peers = new ArrayList<>();
    for (String algorithm : ALGORITHMS) {
      String reply =
          ask(
              "open %s %d %d %d %d %d %s"
                  .formatted(
                      problem.role().name().toLowerCase(Locale.ROOT),
                      problem.inputs(),
                      problem.outputs(),
                      problem.height(),
                      problem.width(),
                      images,
                      algorithm));
      if (reply.startsWith(OK)) {
        peers.add(new Primitive(reply.substring(OK.length()).strip(), algorithm));
      }
    }
    return peers;
  }

  private synchronized String ask(String request) {
    requests.println(request);
    try {
      String reply = replies.readLine();
      if (reply == null) {
        throw new IllegalStateException("oneDNN: the process ended at '" + request + "'");
      }
      return reply;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    requests.close();
    process.destroy();
  }

  private final class Primitive implements Peer {
    private final String id;
    private final String algorithm;

    Primitive(String id, String algorithm) {
      this.id = id;
      this.algorithm = algorithm;
    }

    @Override
    public String variant() {
      return algorithm;
    }

    @Override
    public double seconds(int repetitions) {
      return Double.parseDouble(ask("run " + id + " " + repetitions));
    }

    /** Over every {@code stride}-th result. */
    @Override
    public double error(float[] ours) {
      int stride = Math.max(1, ours.length / 997);
      String[] values = ask("sample " + id + " " + stride).strip().split(" ", -1);
      float[] mine = new float[values.length];
      float[] theirs = new float[values.length];
      for (int i = 0; i < values.length; i++) {
        mine[i] = ours[i * stride];
        theirs[i] = Float.parseFloat(values[i]);
      }
      return Errors.relative(mine, theirs);
    }

    @Override
    public void close() {
      ask("close " + id);
    }
  }
}
