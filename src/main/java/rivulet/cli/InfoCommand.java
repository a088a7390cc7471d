package rivulet.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import rivulet.Images;
import rivulet.Model;
import rivulet.PointFlow;
import rivulet.Run;
import rivulet.cli.option.BundledModels;
import rivulet.cli.option.JsonOption;
import rivulet.cli.output.FileInfo;
import rivulet.cli.output.InfoLines;
import rivulet.cli.output.RunReport;
import rivulet.store.SafetensorsFile;
import rivulet.store.StoreException;

/** Says what a file or folder holds. */
@Command(
    name = "info",
    description = {
      "Say what a file holds: a model or run directory, any safetensors file, or a set of images",
      "(IDX, NPY, PNG, JPEG or a folder of them)."
    })
final class InfoCommand implements Callable<Integer> {
  /** A safetensors file starts with the 8 bytes of its header's length and the header's brace. */
  private static final int BRACE_AT = 8;

  @Parameters(paramLabel = "FILE", description = "A file or folder.")
  private Path path;

  @Mixin private JsonOption json;

  @Override
  public Integer call() {
    JsonObject found = describe();
    InfoLines.print(found, json.people());
    json.print(found);
    return CommandLine.ExitCode.OK;
  }

  private JsonObject describe() {
    Path file = BundledModels.named(path).orElse(path);
    if (Run.is(file)) {
      return run(file);
    }
    if (Files.exists(Run.modelFile(file))) {
      file = Run.modelFile(file);
    }
    if (Files.isDirectory(file)) {
      return FileInfo.images(file, Images.read(file));
    }
    JsonObject found =
        isSafetensors(file) ? tensors(file) : FileInfo.images(file, Images.read(file));
    found.addProperty("file_sha256", Images.sha256(file));
    return found;
  }

  /** A run: how far it is, and the model of its updates so far if there is one. */
  private static JsonObject run(Path folder) {
    JsonObject run = RunReport.read(folder).json();
    Path model = Run.modelFile(folder);
    JsonObject found = Files.exists(model) ? tensors(model) : new JsonObject();
    found.add("run", run);
    return found;
  }

  private static boolean isSafetensors(Path file) {
    if (file.toString().endsWith(".safetensors") || Files.notExists(file)) {
      return true;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(BRACE_AT + 1);
      return start.length == BRACE_AT + 1 && start[BRACE_AT] == '{';
    } catch (IOException e) {
      throw new StoreException(file + ": cannot be read (" + e + ")", e);
    }
  }

  private static JsonObject tensors(Path file) {
    try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
      String format = tensors.metadata().getOrDefault("format", "");
      return switch (format) {
        case Model.FORMAT -> FileInfo.model(file, Model.part(file).description());
        case PointFlow.FORMAT -> FileInfo.points(file, PointFlow.open(file).description());
        default -> FileInfo.tensors(tensors);
      };
    }
  }
}
