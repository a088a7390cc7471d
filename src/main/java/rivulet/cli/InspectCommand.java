package rivulet.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import rivulet.Images;
import rivulet.Model;
import rivulet.cli.option.ModelOption;
import rivulet.cli.option.PageOption;
import rivulet.cli.option.ProgramHome;
import rivulet.cli.option.ThreadsOption;
import rivulet.web.inspect.InspectPage;
import rivulet.web.lessons.LessonsPage;

/** A model on a local page. */
@Command(
    name = "inspect",
    description = {
      "Look into a model on a page of this machine: an image's way through every level, solver",
      "steps, divergence and bits by pixel, samples, finer images; and the lessons, with figures"
          + " that",
      "answer from it. Prints the page's address first."
    })
final class InspectCommand implements Callable<Integer> {
  @Mixin private ModelOption model;

  @Option(
      names = "--data",
      paramLabel = "FILE|DIR",
      description = "Images to choose from; others can be dropped on the page")
  private Optional<Path> data = Optional.empty();

  @Mixin private PageOption page;
  @Mixin private ThreadsOption threads;

  @Override
  public Integer call() {
    try (Model opened = model.open()) {
      return page.serve(
          new InspectPage(model.name(), opened, data.map(Images::readTest), threads.workers()),
          new LessonsPage(lessons(), threads.workers()));
    }
  }

  /** The checkout's, where it is one: what is written there is seen at the next start. */
  private static Optional<Path> lessons() {
    return ProgramHome.isKnown()
        ? Optional.of(ProgramHome.folder("docs/lessons")).filter(Files::isDirectory)
        : Optional.empty();
  }
}
