package baselines;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import rivulet.Images;
import rivulet.cli.output.ProcessorTime;

/** What a run prints: one line of JSON, with names as train and eval have them. */
final class Result {
  private final JsonObject json = new JsonObject();

  Result with(String name, Number value) {
    json.addProperty(name, value);
    return this;
  }

  /** Of the process so far. */
  Result withTime(String name) {
    return with(name, new ProcessorTime(Long.MAX_VALUE).used());
  }

  /**
   * Measured bits/dim.
   *
   * @param beside name of the other figure
   */
  Result with(Measured measured, String beside) {
    return with("bits_per_dim", Measured.mean(measured.bits()))
        .with("standard_error", measured.standardError())
        .with(beside, Measured.mean(measured.beside()));
  }

  void print() {
    System.out.println(json);
  }

  /** Draws samples, planar in [0,1], into a PNG. */
  static void draw(Path file, double[][] samples, int channels, int height, int width) {
    Images.rounded(samples, channels, height, width).writePng(file);
  }
}
