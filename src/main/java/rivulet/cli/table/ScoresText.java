package rivulet.cli.table;

import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import rivulet.Images;
import rivulet.Scores;
import rivulet.cli.option.JsonOption;

/** Out-of-distribution scores for people, for programs and as a table of every image. */
public record ScoresText(Scores scores, String model) {

  public void print(PrintWriter out) {
    Scores.Sets sets = scores.sets();
    line(out, "inside     %s", named(sets.inside()));
    line(out, "outside    %s", named(sets.outside()));
    line(
        out,
        "reference  %s",
        sets.reference().map(ScoresText::named).orElse("none, so no typicality: give --reference"));
    line(out, "%-24s %7s ± %6s  %10s  %10s", "score", "AUROC", "error", "inside", "outside");
    for (String name : scores.names()) {
      Scores.Separation found = scores.separation(name);
      double[] means = scores.means(name);
      line(
          out,
          "%-24s %7.4f ± %6.4f  %10.4f  %10.4f",
          name,
          found.auroc(),
          found.standardError(),
          means[0],
          means[1]);
    }
    line(out, "larger is further out; AUROC of 1/2 tells nothing; inside, outside: means");
    if (sets.paired()) {
      line(out, "errors are of pairs: each image outside was made of one inside");
    }
    out.flush();
  }

  private static void line(PrintWriter out, String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }

  private static String named(Images images) {
    return images.count() + " of " + images.name();
  }

  public JsonObject json() {
    JsonObject auroc = new JsonObject();
    JsonObject errors = new JsonObject();
    JsonObject means = new JsonObject();
    for (String name : scores.names()) {
      Scores.Separation found = scores.separation(name);
      auroc.addProperty(name, found.auroc());
      errors.add(name, JsonOption.number(found.standardError()));
      JsonObject both = new JsonObject();
      both.addProperty("in", scores.means(name)[0]);
      both.addProperty("out", scores.means(name)[1]);
      means.add(name, both);
    }
    Scores.Sets sets = scores.sets();
    JsonObject result = new JsonObject();
    result.add("auroc", auroc);
    result.add("standard_error", errors);
    result.add("means", means);
    result.addProperty("model", model);
    add(result, "in", sets.inside());
    add(result, "out", sets.outside());
    result.addProperty("paired", sets.paired());
    sets.reference().ifPresent(part -> add(result, "reference", part));
    return result;
  }

  private static void add(JsonObject to, String role, Images images) {
    to.addProperty(role, images.name());
    to.addProperty(role + "_images", images.count());
    to.addProperty(role + "_sha256", images.sha256());
  }

  /** A line for each image: the set, the index in its file, every score. */
  public byte[] csv() {
    StringBuilder text = new StringBuilder("set,image");
    scores.names().forEach(name -> text.append(',').append(name));
    text.append('\n');
    List<double[]> in = new ArrayList<>();
    List<double[]> out = new ArrayList<>();
    for (String name : scores.names()) {
      in.add(scores.inside(name));
      out.add(scores.outside(name));
    }
    rows(text, "in", scores.sets().inside(), in);
    rows(text, "out", scores.sets().outside(), out);
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static void rows(StringBuilder text, String set, Images images, List<double[]> columns) {
    for (int n = 0; n < images.count(); n++) {
      text.append(set).append(',').append(images.index(n));
      for (double[] column : columns) {
        text.append(',').append(column[n]);
      }
      text.append('\n');
    }
  }
}
