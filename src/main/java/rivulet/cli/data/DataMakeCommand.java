package rivulet.cli.data;

import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import rivulet.Images;
import rivulet.cli.option.JsonOption;
import rivulet.cli.option.Usage;
import rivulet.cli.option.Values;
import rivulet.cli.output.FileInfo;
import rivulet.cli.output.ProgressLine;
import rivulet.store.NpyImages;

/** Makes one NPY file of pictures. */
@Command(
    name = "make",
    description = {
      "Make a set of square images of one size, as NPY, from a folder of PNG and JPEG",
      "pictures of any sizes: the central square of each, resized, or tiles. Subfolders",
      "are classes, whose labels go to NAME-labels.npy beside. With another filter the",
      "same pictures are another data set: tell it with every figure."
    })
final class DataMakeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "A folder of pictures.")
  private Path folder;

  @Option(names = "--out", paramLabel = "NPY", required = true, description = "The file to write.")
  private Path out;

  @Option(
      names = "--size",
      paramLabel = "S",
      required = true,
      description = "Rows and columns of an image.")
  private int size;

  @Option(
      names = "--filter",
      completionCandidates = Values.Filters.class,
      converter = Values.Filters.class,
      paramLabel = "FILTER",
      description = {
        "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}); box is the exact",
        "mean of an area."
      })
  private String filter = "box";

  @Option(
      names = "--tiles",
      paramLabel = "K",
      description = {
        "Make pictures K times smaller (1: as they are) and cut all of each into tiles",
        "without overlap, instead of one central square."
      })
  private Optional<Integer> tiles = Optional.empty();

  @Mixin private JsonOption json;
  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    NpyImages file = new NpyImages(out);
    Images images = Usage.checked(command, this::images);
    file.require(images.classes() > 0);
    try (ProgressLine progress = new ProgressLine(command.commandLine().getErr(), "images")) {
      images.writeNpy(out, progress::update);
    }
    JsonObject made = FileInfo.images(out, Images.read(out, false, "NHWC"));
    made.addProperty("file_sha256", Images.sha256(out));
    made.addProperty("filter", filter);
    print(images, made, json.people());
    json.print(made);
    return 0;
  }

  private Images images() {
    return tiles
        .map(shrink -> Images.tiles(folder, size, shrink, filter))
        .orElseGet(() -> Images.centreSquares(folder, size, filter));
  }

  private void print(Images images, JsonObject made, PrintWriter people) {
    String how =
        tiles
            .map(shrink -> "tiles of pictures made " + shrink + " times smaller")
            .orElse("central squares, resized");
    people.printf("%s: %s%n%-14s %s by %s%n", out, images, "made", how, filter);
    for (String sum : List.of("content_sha256", "file_sha256")) {
      people.printf("%-14s %s%n", sum.replace('_', ' '), made.get(sum).getAsString());
    }
    List<String> classes = images.classNames();
    people.printf(
        "%-14s %s%n",
        "classes", classes.isEmpty() ? "none" : classes.size() + ": " + listed(classes));
    people.flush();
  }

  private static String listed(List<String> classes) {
    String all = String.join(", ", classes);
    return all.length() <= 60 ? all : all.substring(0, 57) + "...";
  }
}
