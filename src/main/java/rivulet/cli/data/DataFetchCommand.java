package rivulet.cli.data;

import com.google.gson.JsonObject;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import rivulet.cli.option.JsonOption;
import rivulet.cli.option.Usage;
import rivulet.cli.output.ProgressLine;
import rivulet.fetch.Download;

/** Fetches a data set. */
@Command(
    name = "fetch",
    description = {
      "Fetch a file by its address. What comes is checked against its SHA-256; a",
      "download that breaks off goes on the next time, one that is wrong leaves nothing."
    })
final class DataFetchCommand implements Callable<Integer> {
  @Parameters(paramLabel = "URL", description = "An address, http or https.")
  private String source;

  @Option(
      names = "--sha256",
      paramLabel = "HEX",
      description = "SHA-256 of the file, 64 hex digits.")
  private Optional<String> sha256 = Optional.empty();

  @Option(names = "--out", paramLabel = "FILE", description = "Where it goes.")
  private Optional<Path> out = Optional.empty();

  @Mixin private JsonOption json;
  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    Path file = out.orElseThrow(() -> missing("--out=FILE"));
    String sum = sha256.orElseThrow(() -> missing("--sha256=HEX"));
    Download download = Usage.checked(command, () -> new Download(address(), sum, file));
    try (ProgressLine progress = new ProgressLine(command.commandLine().getErr(), "KiB")) {
      download.run(
          (now, all) -> progress.update(now >> 10, all < 0 ? ProgressLine.UNKNOWN : all >> 10));
    }
    json.people().printf("%s: SHA-256 %s%n", file, download.sha256());
    JsonObject result = new JsonObject();
    result.addProperty("path", file.toString());
    result.addProperty("file_sha256", download.sha256());
    json.print(result);
    return 0;
  }

  private URI address() {
    try {
      return new URI(source);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("fetch: '" + source + "' is no address", e);
    }
  }

  private ParameterException missing(String option) {
    return new ParameterException(
        command.commandLine(), "data fetch: an address needs '" + option + "'");
  }
}
