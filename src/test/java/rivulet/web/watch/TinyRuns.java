package rivulet.web.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import rivulet.cli.CommandRun;
import rivulet.cli.Commands;
import rivulet.cli.TinyImages;

/** Runs of a second, of {@code train}. */
public final class TinyRuns {
  private TinyRuns() {}

  public static CommandRun command(Object... words) {
    CommandRun done = CommandRun.of(Commands.all(), words);
    assertEquals(0, done.exitCode(), done.error());
    return done;
  }

  /** Trains three levels of 8×8 images into a folder. */
  public static Path train(Path folder, String name, Object... more) throws Exception {
    Path data =
        Files.exists(folder.resolve("images-idx3-ubyte"))
            ? folder.resolve("images-idx3-ubyte")
            : TinyImages.write(folder, 12);
    Path run = folder.resolve(name);
    List<Object> words = new ArrayList<>(List.of("train", "--data", data, "--out", run));
    words.addAll(List.of("--hidden", "4,4", "--batch", 6, "--pre-transform", "affine"));
    words.addAll(List.of("--threads", 1));
    words.addAll(List.of(more));
    command(words.toArray());
    return run;
  }
}
