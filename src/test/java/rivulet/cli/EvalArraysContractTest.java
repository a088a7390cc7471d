package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.Course;
import rivulet.Images;
import rivulet.Latents;
import rivulet.Measuring;
import rivulet.Model;
import rivulet.Sampling;
import rivulet.store.NpyWriter;
import rivulet.wavelet.Wavelet;

/** {@code eval --arrays}: what is written is what was measured. */
final class EvalArraysContractTest {
  private static final int COUNT = 70;
  private static final int SIZE = 64;

  @TempDir private Path folder;
  private Path model;
  private Path data;
  private Path out;

  @BeforeEach
  void write() {
    model =
        TinyModel.write(
            folder.resolve("m.safetensors"), TinyModel.spec(Wavelet.UNIMODULAR, 1, 8, 8));
    data = folder.resolve("x.npy");
    byte[] pixels = new byte[COUNT * SIZE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (31 * i + i / 7 % 11);
    }
    NpyWriter.bytes(data, new long[] {COUNT, 1, 8, 8}, pixels);
    out = folder.resolve("arrays");
  }

  private CommandRun eval(Object... more) {
    Object[] words = {
      "eval", "--model", model, "--data", data, "--arrays", out, "--json", "--seed", 3
    };
    Object[] all = new Object[words.length + more.length];
    System.arraycopy(words, 0, all, 0, words.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return CommandRun.of(List.of(new EvalCommand()), all);
  }

  private double[] npy(String name, String shape) throws IOException {
    byte[] bytes = Files.readAllBytes(out.resolve(name));
    int header = 10 + Byte.toUnsignedInt(bytes[8]) + 256 * bytes[9];
    assertTrue(
        new String(bytes, 0, header, StandardCharsets.ISO_8859_1)
            .contains("{'descr': '<f8', 'fortran_order': False, 'shape': " + shape + ", }"));
    ByteBuffer data =
        ByteBuffer.wrap(bytes, header, bytes.length - header).order(ByteOrder.LITTLE_ENDIAN);
    double[] values = new double[data.remaining() / Double.BYTES];
    data.asDoubleBuffer().get(values);
    return values;
  }

  private static double[] part(double[] all, int n) {
    double[] part = new double[SIZE];
    System.arraycopy(all, n * SIZE, part, 0, SIZE);
    return part;
  }

  @Test
  void imagesAndLatentsAreThoseOfTheMeasuredNoise() throws IOException {
    CommandRun run = eval("--offset", 2, "--limit", COUNT - 2, "--draws", 2);
    assertEquals(0, run.exitCode(), run.error());
    double[] images = npy("images.npy", "(68, 1, 8, 8)");
    double[] latents = npy("latents.npy", "(68, 64)");
    Measuring how = Measuring.usual().withSeed(3);
    try (Model opened = Model.open(model)) {
      for (int n : new int[] {0, 63, 64, 67}) {
        Course course = opened.follow(Images.read(data), n + 2, how, 1);
        assertArrayEquals(course.pixels(), part(images, n));
        assertArrayEquals(opened.encode(course.pixels(), how).row(), part(latents, n));
        double[] z = part(latents, n);
        Latents levels =
            new Latents(
                new double[][] {
                  Arrays.copyOfRange(z, 0, 4),
                  Arrays.copyOfRange(z, 4, 16),
                  Arrays.copyOfRange(z, 16, 64)
                });
        assertArrayEquals(course.pixels(), opened.decode(levels, Sampling.usual()), 1e-4);
      }
    }
  }

  @Test
  void tableAndArrayHaveWhatIsPrinted() throws IOException {
    CommandRun run = eval("--offset", 2, "--limit", 3);
    double[] logs = npy("log-likelihood.npy", "(3,)");
    List<String> lines = Files.readAllLines(out.resolve("per-image.csv"));
    assertEquals(
        "image,bits_per_dim,log_likelihood,log_likelihood_level_0,log_likelihood_level_1,"
            + "log_likelihood_level_2",
        lines.getFirst());
    assertEquals(4, lines.size());
    for (int n = 0; n < 3; n++) {
      List<String> cells = List.of(lines.get(n + 1).split(",", -1));
      double bits = run.json().getAsJsonArray("per_image").get(n).getAsDouble();
      assertEquals(n + 2, Integer.parseInt(cells.get(0)));
      assertEquals(bits, Double.parseDouble(cells.get(1)));
      assertEquals(logs[n], Double.parseDouble(cells.get(2)));
      assertEquals(-bits * SIZE * StrictMath.log(2), logs[n], 1e-9);
      double levels = 0;
      for (int level = 0; level < 3; level++) {
        levels += Double.parseDouble(cells.get(3 + level));
      }
      assertEquals(logs[n], levels - SIZE * 8 * StrictMath.log(2), 1e-9);
    }
  }

  @Test
  void aPlaceThatCannotBeIsToldBeforeTheWork() throws IOException {
    Files.writeString(out, "a file");
    eval().assertFailsWith("arrays: cannot be made a folder");
  }
}
