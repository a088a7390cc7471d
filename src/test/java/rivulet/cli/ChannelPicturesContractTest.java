package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.Backend;
import rivulet.Samples;
import rivulet.cli.output.ReportBlocks;
import rivulet.flow.ModelSpec;
import rivulet.wavelet.Wavelet;

/** Images whose channels are neither grey nor red, green and blue: a grey picture per channel. */
final class ChannelPicturesContractTest {
  private static final int SIDE = 8;
  private static final int GREY_BANDS = 1;

  @TempDir private Path folder;

  private static ModelSpec spec(int channels) {
    return TinyModel.spec(Wavelet.UNIMODULAR, channels, SIDE, SIDE);
  }

  private Path model(int channels) {
    return TinyModel.write(folder.resolve("model.safetensors"), spec(channels));
  }

  private Path images(int count, int channels, int side) throws IOException {
    String shape = "(" + count + ", " + channels + ", " + side + ", " + side + ")";
    String header = "{'descr': '|u1', 'fortran_order': False, 'shape': " + shape + ", }";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
    bytes.write(String.format(Locale.ROOT, "%-117s\n", header).getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < count * channels * side * side; i++) {
      bytes.write(100 + i * 7 % 60);
    }
    return Files.write(folder.resolve(side + ".npy"), bytes.toByteArray());
  }

  private static CommandRun run(Object command, Object... arguments) {
    CommandRun run = CommandRun.of(List.of(command), arguments);
    assertEquals(0, run.exitCode(), run.error());
    return run;
  }

  private static BufferedImage picture(Path file) throws IOException {
    BufferedImage picture = ImageIO.read(file.toFile());
    assertEquals(GREY_BANDS, picture.getRaster().getNumBands());
    return picture;
  }

  /** The raw values of one image as 8 bits, planar. */
  private static int[] pixels(Path npy, int image, int size) throws IOException {
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(npy)).order(ByteOrder.LITTLE_ENDIAN);
    int[] pixels = new int[size];
    for (int i = 0; i < size; i++) {
      double value = file.getFloat(128 + 4 * (image * size + i));
      pixels[i] = Math.clamp((int) Math.floor(256 * value), 0, 255);
    }
    return pixels;
  }

  private static void assertPlanes(
      int[] pixels, BufferedImage picture, int left, int top, int scale, int pitch) {
    for (int i = 0; i < pixels.length; i++) {
      int x = left + i / (SIDE * SIDE) * pitch + i % SIDE * scale;
      int y = top + i / SIDE % SIDE * scale;
      assertEquals(pixels[i], picture.getRaster().getSample(x, y, 0), 1, "value " + i);
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 2", "4, 2"})
  void samplesAreDrawnChannelByChannel(int channels, int columns) throws IOException {
    Path out = folder.resolve("samples.png");
    Path npy = folder.resolve("samples.npy");
    CommandRun run =
        run(
            new SampleCommand(),
            "sample",
            "--model",
            model(channels),
            "--count",
            5,
            "--out",
            out,
            "--npy",
            npy);
    assertTrue(run.output().contains(channels + " grey pictures, one per channel"), run.output());
    BufferedImage picture = picture(out);
    int scale = 96 / SIDE;
    int pitch = 96 + 2;
    assertEquals(2 + columns * channels * pitch, picture.getWidth());
    assertEquals(2 + 3 * pitch, picture.getHeight());
    for (int n = 0; n < 5; n++) {
      int[] pixels = pixels(npy, n, channels * SIDE * SIDE);
      int left = 2 + n % columns * channels * pitch;
      assertPlanes(pixels, picture, left, 2 + n / columns * pitch, scale, pitch);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void finerImagesAreDrawnChannelByChannel(int channels) throws IOException {
    Path out = folder.resolve("fine.png");
    Path npy = folder.resolve("fine.npy");
    run(
        new UpscaleCommand(),
        "upscale",
        "--model",
        model(channels),
        "--image",
        images(1, channels, SIDE / 2),
        "--layout",
        "NCHW",
        "--out",
        out,
        "--npy",
        npy);
    BufferedImage picture = picture(out);
    assertEquals(channels * SIDE, picture.getWidth());
    assertEquals(SIDE, picture.getHeight());
    assertEquals(128 + 4L * channels * SIDE * SIDE, Files.size(npy));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void mapsOfBitsAreDrawnChannelByChannel(int channels) throws IOException {
    Path maps = folder.resolve("maps");
    run(
        new EvalCommand(),
        "eval",
        "--model",
        model(channels),
        "--data",
        images(2, channels, SIDE),
        "--layout",
        "NCHW",
        "--divergence",
        "exact",
        "--maps",
        maps);
    BufferedImage picture = picture(maps.resolve("pixel-bits.png"));
    assertEquals(1 + 4 * channels * (3 * SIDE + 1), picture.getWidth());
    assertEquals(1 + 2 * (3 * SIDE + 1), picture.getHeight());
    assertEquals(100, picture.getRaster().getSample(1, 1, 0));
  }

  @Test
  void reportsDrawThemToo() throws IOException {
    Samples samples =
        new Samples(
            2,
            SIDE,
            SIDE,
            new double[4][2 * SIDE * SIDE],
            new double[0][][],
            new double[0],
            0,
            Backend.Transfers.NONE,
            8);
    Path file = folder.resolve("grid.png");
    ReportBlocks.grid(file, samples);
    BufferedImage picture = picture(file);
    assertEquals(1 + 2 * 2 * (2 * SIDE + 1), picture.getWidth());
  }
}
