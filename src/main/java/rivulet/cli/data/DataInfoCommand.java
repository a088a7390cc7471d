package rivulet.cli.data;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import rivulet.Images;
import rivulet.check.ImageCensus;
import rivulet.cli.option.JsonOption;
import rivulet.cli.option.Values;
import rivulet.cli.output.FileInfo;
import rivulet.cli.table.CensusText;
import rivulet.store.AtomicFile;

/** Counts what is in a set. */
@Command(
    name = "info",
    description = {
      "Count what is in a set of images: shape, SHA-256, values, constant images,",
      "images equal to an earlier one, labels."
    })
final class DataInfoCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE|DIR", description = "A file or folder of images.")
  private Path path;

  @Option(names = "--test", description = "Of a folder with two parts the test part.")
  private boolean test;

  @Option(
      names = "--layout",
      completionCandidates = Values.Layouts.class,
      converter = Values.Layouts.class,
      paramLabel = "LAYOUT",
      description = "Axes of NPY, IDX: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private String layout = "AUTO";

  @Option(names = "--out", paramLabel = "PNG", description = "Also write the mean of all images.")
  private Optional<Path> out = Optional.empty();

  @Mixin private JsonOption json;
  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    out.ifPresent(AtomicFile::requireWritable);
    if (test && !Images.hasParts(path)) {
      throw new ParameterException(
          command.commandLine(), "data info: " + path + " has no test part; leave --test out");
    }
    Images images = Images.read(path, test, layout);
    JsonObject found = FileInfo.images(path, images);
    if (Files.isRegularFile(path)) {
      found.addProperty("file_sha256", Images.sha256(path));
    }
    ImageCensus census = ImageCensus.of(images);
    CensusText text = new CensusText(images, census);
    text.addTo(found);
    text.print(found, json.people());
    out.ifPresent(text::writeMean);
    json.print(found);
    return CommandLine.ExitCode.OK;
  }
}
