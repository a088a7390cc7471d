package rivulet.cli.output;

import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import rivulet.Run;
import rivulet.Validation;

/**
 * What a training came to, for people and programs.
 *
 * @param end updates asked for, or that fit the time
 * @param interrupted by a signal, which waits for the last line
 */
public record TrainedText(Run.Outcome outcome, long end, boolean interrupted, Path model) {
  private boolean finished() {
    return outcome.updates() >= end || !interrupted;
  }

  public void print(PrintWriter people) {
    long done = outcome.updates();
    if (finished()) {
      people.println(
          "model "
              + model
              + " after "
              + done
              + " updates"
              + (done > end ? ", more than the " + end + " asked for" : "")
              + (done < end
                  ? ", stopped by " + (outcome.enough() ? "patience" : "the time limit")
                  : "")
              + (outcome.skipped() == 0 ? "" : ", " + skipped()));
      outcome.best().ifPresent(best -> people.println(best(best)));
      people.println((outcome.nativeBytes() >> 20) + " MiB of native memory at most");
    } else {
      people.println(
          end == ProgressLine.UNKNOWN
              ? "stopped after " + done + " updates; --resume --time-limit SECONDS continues"
              : "stopped after " + done + " of " + end + " updates; --resume continues");
    }
    people.flush();
  }

  public JsonObject json() {
    JsonObject result = new JsonObject();
    result.addProperty("steps", outcome.updates());
    result.addProperty("finished", finished());
    result.addProperty("skipped_updates", outcome.skipped());
    result.addProperty("native_bytes", outcome.nativeBytes());
    result.addProperty("model", model.toString());
    outcome
        .best()
        .ifPresent(best -> {
          JsonObject found = ValidationText.json(best);
          found.addProperty("model", bestFile().toString());
          found.addProperty("stopped_early", outcome.enough());
          result.add("best", found);
        });
    return result;
  }

  private Path bestFile() {
    return outcome.folder().resolve(Run.BEST);
  }

  private String best(Validation best) {
    return String.format(
        Locale.ROOT,
        "best  %s after %d updates, validation bits/dim %s",
        bestFile(),
        best.updates(),
        ValidationText.number(best, 4));
  }

  private String skipped() {
    return outcome.skipped()
        + " updates of levels skipped for their gradients (see metrics.csv; a lower"
        + " --learning-rate helps)";
  }
}
