package rivulet.cli.exchange;

import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import rivulet.Run;
import rivulet.cli.option.ModelOption;
import rivulet.cli.output.FileInfo;
import rivulet.store.AtomicFile;
import rivulet.store.SafetensorsFile;
import rivulet.store.StoreException;

/** Writes a model card. */
@Command(
    name = "card",
    description = {
      "Write a model card in Markdown: what the model is, what it learned from and how",
      "to use it. Every figure is one that the file tells."
    })
public final class CardCommand implements Callable<Integer> {
  @Mixin private ModelOption model;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where it goes (default: standard output).")
  private Optional<Path> out = Optional.empty();

  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    String text = card();
    if (out.isPresent()) {
      AtomicFile.write(out.get(), text.getBytes(StandardCharsets.UTF_8));
      return 0;
    }
    PrintWriter print = command.commandLine().getOut();
    print.print(text);
    print.flush();
    return 0;
  }

  private String card() {
    Path file = model.file();
    Path asked = Path.of(model.name());
    if (!Run.is(asked)) {
      SafetensorsFile.open(file).close(); // images have no card
    }
    JsonObject info = FileInfo.of(asked);
    if (!info.has("provenance")) {
      throw new StoreException(
          "card: "
              + asked
              + " holds "
              + (info.has("kind") ? info.get("kind").getAsString() : "a run without a model")
              + ", a model is needed");
    }
    Path name = asked.toAbsolutePath().normalize().getFileName();
    String last = name == null ? "MODEL" : name.toString();
    return new ModelCard(last.replaceFirst("\\.safetensors$", ""), last, info).text();
  }
}
