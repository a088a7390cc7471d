package rivulet.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.cli.CommandRun;
import rivulet.cli.TinyImages;
import rivulet.cli.TinyModel;
import rivulet.cli.TrainCommand;
import rivulet.wavelet.Wavelet;

/** {@code train --from}. */
final class StartOptionContractTest {
  private static final int COUNT = 6;

  @TempDir private Path folder;

  private Path data;

  @BeforeEach
  void writeImages() throws IOException {
    data = TinyImages.write(folder, COUNT);
  }

  private CommandRun run(Path model, Object... more) {
    Object[] usual = {
      "train",
      "--data",
      data,
      "--out",
      folder.resolve("run"),
      "--from",
      model,
      "--steps",
      2,
      "--batch",
      3
    };
    Object[] line = new Object[usual.length + more.length];
    System.arraycopy(usual, 0, line, 0, usual.length);
    System.arraycopy(more, 0, line, usual.length, more.length);
    return CommandRun.of(List.of(new TrainCommand()), line);
  }

  private Path model(int side) {
    return TinyModel.write(
        folder.resolve("model.safetensors"), TinyModel.spec(Wavelet.HAAR, 1, side, side));
  }

  @Test
  void descriptionComesFromTheModel() {
    CommandRun run = run(model(8));
    assertEquals(0, run.exitCode(), run.error());
    assertTrue(run.output().contains("after 2 updates"), run.output());
  }

  @Test
  void optionsOfANewModelAreRefused() {
    CommandRun run = run(model(8), "--hidden", "8,8", "--residual");
    assertEquals(2, run.exitCode());
    assertTrue(run.error().contains("found --hidden, --residual as well"), run.error());
  }

  @Test
  void imagesOfAnotherSizeAreRefused() {
    CommandRun run = run(model(16));
    assertEquals(2, run.exitCode());
    assertTrue(run.error().contains("images of 1x16x16, the data holds 1x8x8"), run.error());
  }
}
