package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Settings that cannot be: one line that names them and their range, before anything is written.
 */
final class TrainUsageContractTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--hidden | 0 | hidden widths must be 1 to 4096, found",
        "--hidden | 5000 | hidden widths must be 1 to 4096, found",
        "--levels | 0 | choose 1 to 4 levels",
        "--levels | 9 | choose 1 to 4 levels",
        "--blocks | 0 | blocks must be 1 to 1000, found 0",
        "--time-features | 65 | time features must be 0 to 64, found 65",
        "--time-features | -1 | time features must be 0 to 64, found -1",
        "--batch | 0 | batch must be 1 to 1000000, found 0",
        "--group | 0 | group must be 1 to 256, found 0",
        "--crop | 7 | crop must be at least 8 (0: none), found 7",
        "--tolerance | 1e-300 | tolerance: 1.0E-300 is less than rounding leaves",
        "--tolerance | 0 | tolerance",
        "--steps | -1 | steps",
        "--threads | 0 | threads",
        "--checkpoint-every | -1 | checkpoint interval",
        "--warm-up | -1 | warm-up",
        "--cosine-steps | 5,2 | fall of the rate (--cosine-steps) must be above 5, found 2",
        "--averaging | 1 | averaging",
        "--optimiser | sgd | expected one of [ADAM, MUON]",
        "--clip | 0 | clip",
        "--skip | -1 | skip",
        "--probes | 0 | probes",
        "--noise-hidden | 0 | noise-hidden",
        "--validation | -1 | -1 validation images asked of 4: both parts need at least one",
        "--validation | 4 | 4 validation images asked of 4: both parts need at least one"
      })
  void settingsThatCannotBe(String option, String value, String said) throws IOException {
    byte[] file = new byte[16 + 4 * 64];
    System.arraycopy(new byte[] {0, 0, 8, 3, 0, 0, 0, 4, 0, 0, 0, 8, 0, 0, 0, 8}, 0, file, 0, 16);
    Path data = Files.write(folder.resolve("images-idx3-ubyte"), file);
    Path out = folder.resolve("run");
    CommandRun run =
        CommandRun.of(
            List.of(new TrainCommand()), "train", "--data", data, "--out", out, option, value);
    run.assertWrongUsage(said);
    assertEquals("", run.output());
    assertFalse(Files.exists(out));
  }
}
