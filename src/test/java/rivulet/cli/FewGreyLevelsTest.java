package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Images of few grey levels, by the default options: finite numbers, below eight bits. */
final class FewGreyLevelsTest {
  private static final int COUNT = 40;
  private static final int SIDE = 8;

  enum Levels {
    BINARY(1),
    TWO_NEIGHBOURS(1),
    RARE_WHITE(1),
    CONSTANT(1),
    BLACK(1),
    WHITE(1),
    CONSTANT_CHANNEL(3),
    GREY_AS_COLOUR(3);

    private final int channels;

    Levels(int channels) {
      this.channels = channels;
    }

    int value(int i) {
      int plane = SIDE * SIDE;
      return switch (this) {
        case BINARY -> i * 7919 % 13 < 6 ? 0 : 255;
        case TWO_NEIGHBOURS -> i * 7919 % 13 < 6 ? 100 : 101;
        case RARE_WHITE -> i == 77 ? 255 : 0;
        case CONSTANT -> 128;
        case BLACK -> 0;
        case WHITE -> 255;
        case CONSTANT_CHANNEL -> i / plane % 3 == 1 ? 0 : 60 + i * 7919 % 101;
        case GREY_AS_COLOUR -> 60 + (i % plane + i / (3 * plane)) * 7919 % 101;
      };
    }
  }

  @TempDir private Path folder;

  private Path data(Levels levels) throws IOException {
    String shape = "(" + COUNT + ", " + levels.channels + ", " + SIDE + ", " + SIDE + ")";
    String header = "{'descr': '|u1', 'fortran_order': False, 'shape': " + shape + ", }";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
    bytes.write(String.format(Locale.ROOT, "%-117s\n", header).getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < COUNT * levels.channels * SIDE * SIDE; i++) {
      bytes.write(levels.value(i));
    }
    return Files.write(folder.resolve("images.npy"), bytes.toByteArray());
  }

  @ParameterizedTest
  @EnumSource
  void trainAndMeasureByDefaultOptions(Levels levels) throws IOException {
    Path data = data(levels);
    Path out = folder.resolve("run");
    CommandRun train =
        CommandRun.of(
            List.of(new TrainCommand()),
            "train",
            "--data",
            data,
            "--out",
            out,
            "--steps",
            3,
            "--batch",
            4,
            "--hidden",
            4,
            "--threads",
            1);
    assertEquals(0, train.exitCode(), train.error());
    CommandRun eval =
        CommandRun.of(
            List.of(new EvalCommand()),
            "eval",
            "--model",
            out,
            "--data",
            data,
            "--threads",
            1,
            "--limit",
            8,
            "--json");
    assertEquals(0, eval.exitCode(), eval.error());
    double bits = eval.json().get("bits_per_dim").getAsDouble();
    assertTrue(Double.isFinite(bits), "bits/dim " + bits);
    // An estimate, so that of images without information may lie below zero, by its error. One
    // outlier of 2,560 pixels is far out in Gaussian tails and costs what it costs.
    assertTrue(bits > -0.2 && (bits < 8 || levels == Levels.RARE_WHITE), "bits/dim " + bits);
  }
}
