package rivulet.cli;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import rivulet.cli.option.JsonOption;
import rivulet.cli.output.FileInfo;
import rivulet.cli.output.InfoLines;

/** Says what a file or folder holds. */
@Command(
    name = "info",
    description = {
      "Say what a file holds: a model or run directory, any safetensors file, or a set of images",
      "(IDX, NPY, PNG, JPEG or a folder of them)."
    })
final class InfoCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "A file or folder.")
  private Path path;

  @Mixin private JsonOption json;

  @Override
  public Integer call() {
    JsonObject found = FileInfo.of(path);
    InfoLines.print(found, json.people());
    json.print(found);
    return CommandLine.ExitCode.OK;
  }
}
