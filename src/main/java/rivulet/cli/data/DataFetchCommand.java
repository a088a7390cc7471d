package rivulet.cli.data;

import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
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
import rivulet.cli.option.Values;
import rivulet.cli.output.ProgressLine;
import rivulet.fetch.Download;
import rivulet.fetch.PublishedSet;

/** Fetches a data set. */
@Command(
    name = "fetch",
    description = {
      "Fetch a set of images by its name, made of Debian packages (apt-get and dpkg",
      "are needed, nothing is installed), or any file by its address. What comes is",
      "checked against its SHA-256; a download that breaks off goes on the next time."
    })
final class DataFetchCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "NAME|URL",
      completionCandidates = Values.Sets.class,
      description = {"${COMPLETION-CANDIDATES},", "or an address, http or https."})
  private String source;

  @Option(
      names = "--out",
      paramLabel = "DIR|FILE",
      description = {"The folder of a named set (default: its name), the file of an address."})
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--sha256",
      paramLabel = "HEX",
      description = "SHA-256 of an address's file, 64 hex digits.")
  private Optional<String> sha256 = Optional.empty();

  @Mixin private JsonOption json;
  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    JsonObject files = source.contains("://") ? file() : set();
    JsonObject result = new JsonObject();
    result.add("file_sha256", files);
    files
        .entrySet()
        .forEach(entry ->
            json.people().printf("%s  %s%n", entry.getValue().getAsString(), entry.getKey()));
    json.print(result);
    return 0;
  }

  private JsonObject set() {
    PublishedSet set = Usage.checked(command, () -> PublishedSet.named(source));
    if (sha256.isPresent()) {
      throw new ParameterException(
          command.commandLine(),
          "data fetch: the sums of " + source + " are known; leave --sha256 out");
    }
    Path folder = out.orElse(Path.of(source));
    String searchPath = Objects.requireNonNullElse(System.getenv("PATH"), "");
    PrintWriter err = command.commandLine().getErr();
    set.fetch(
        folder,
        searchPath,
        step -> {
          err.println(step);
          err.flush();
        });
    json.people().println(set.about());
    json.people().println("licences: " + folder.resolve("copyright-*"));
    JsonObject sums = new JsonObject();
    new TreeMap<>(set.files())
        .forEach((name, sum) -> sums.addProperty(folder.resolve(name).toString(), sum));
    return sums;
  }

  private JsonObject file() {
    Path file = out.orElseThrow(() -> missing("--out=FILE"));
    String sum = sha256.orElseThrow(() -> missing("--sha256=HEX"));
    Download download = Usage.checked(command, () -> new Download(address(), sum, file));
    try (ProgressLine progress = new ProgressLine(command.commandLine().getErr(), "KiB")) {
      download.run(
          (now, all) -> progress.update(now >> 10, all < 0 ? ProgressLine.UNKNOWN : all >> 10));
    }
    JsonObject sums = new JsonObject();
    sums.addProperty(file.toString(), download.sha256());
    return sums;
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
