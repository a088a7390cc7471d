package rivulet.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import rivulet.Sampling;
import rivulet.cli.option.PageOption;
import rivulet.cli.option.SeedOption;
import rivulet.cli.option.ThreadsOption;
import rivulet.cli.option.Usage;
import rivulet.web.watch.WatchPage;

/** Runs on a local page, also while they train. */
@Command(
    name = "watch",
    description = {
      "Watch runs of train on a page of this machine, also while they go on: curves by level, time",
      "left, validation, samples over time from the same noise. Prints the page's address first."
    })
final class WatchCommand implements Callable<Integer> {
  @Parameters(arity = "1..6", paramLabel = "RUN", description = "Folders of runs.")
  private List<Path> runs;

  @Option(
      names = "--samples",
      paramLabel = "N",
      description = "Samples to draw of each model (default: ${DEFAULT-VALUE})")
  private int samples = 16;

  @Mixin private PageOption page;
  @Mixin private SeedOption seed;
  @Mixin private ThreadsOption threads;

  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    Sampling how = Sampling.usual().withSeed(seed.value()).withThreads(threads.workers());
    return page.serve(Usage.checked(command, () -> new WatchPage(runs, samples, how)));
  }
}
