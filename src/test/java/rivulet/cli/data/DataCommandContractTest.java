package rivulet.cli.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.Images;
import rivulet.cli.CommandRun;
import rivulet.cli.TinyImages;

/** What {@code data info} counts, prints, writes and refuses. */
final class DataCommandContractTest {
  private static final Path FASHION = Path.of("..", "testdata", "fashion-mnist");

  @TempDir private Path folder;

  private static CommandRun run(Object... more) {
    List<Object> line = new ArrayList<>(List.of("data"));
    line.addAll(List.of(more));
    return CommandRun.of(List.of(new DataCommand()), line.toArray());
  }

  @Test
  void fashionMnistIsAsPublished() {
    Path file = FASHION.resolve("t10k-images-idx3-ubyte.gz");
    CommandRun run = run("info", file, "--json");
    assertEquals(0, run.exitCode(), run.error());
    JsonObject said = run.json();
    assertEquals(1000, said.get("images").getAsInt());
    assertEquals(28, said.get("height").getAsInt());
    assertEquals(
        "1660693c6885f292e2f271cf0423e45bdc52e9109d9c59e659deaa70823c0886",
        said.get("file_sha256").getAsString());
    JsonArray histogram = said.getAsJsonArray("histogram");
    long sum = 0;
    for (int value = 0; value < 256; value++) {
      sum += histogram.get(value).getAsLong();
    }
    assertEquals(784_000, sum);
    assertEquals(0.5, histogram.get(0).getAsDouble() / sum, 0.02);
    assertEquals(10, said.getAsJsonObject("labels").size());
    assertEquals(
        1000,
        said.getAsJsonObject("labels").entrySet().stream()
            .mapToInt(entry -> entry.getValue().getAsInt())
            .sum());
    assertEquals(0, said.get("constant_images").getAsInt());
  }

  @Test
  void linesForPeopleFitAWindowAndTheTestPartIsAChoice() {
    CommandRun train = run("info", FASHION);
    assertEquals(0, train.exitCode(), train.error());
    train.output().lines().forEach(line -> assertTrue(line.length() <= 80, line));
    assertTrue(train.output().startsWith("fashion-mnist/train: 6000 images of 1x28x28"));
    run("info", FASHION.resolve("t10k-images-idx3-ubyte.gz"), "--test")
        .assertWrongUsage("t10k-images-idx3-ubyte.gz has no test part; leave --test out");
    CommandRun test = run("info", FASHION, "--test");
    assertTrue(test.output().startsWith("fashion-mnist/t10k: 1000 images of 1x28x28"));
    assertTrue(test.output().contains("10 classes of "), test.output());
  }

  @Test
  void theMeanOfAllImagesIsWritten() throws IOException {
    Path mean = folder.resolve("mean.png");
    Path images = TinyImages.write(folder, 5);
    assertEquals(0, run("info", images, "--out", mean).exitCode());
    Images read = Images.read(mean);
    assertEquals("1x8x8", read.shape());
    Images all = Images.read(images);
    for (int i = 0; i < 64; i++) {
      double sum = 0;
      for (int n = 0; n < 5; n++) {
        sum += Byte.toUnsignedInt(all.image(n)[i]);
      }
      assertEquals(Math.floor(sum / 5 + 0.5), Byte.toUnsignedInt(read.image(0)[i]));
    }
  }

  @Test
  void equalAndConstantImagesAreToldWithTheirPlaces() throws IOException {
    byte[] file = new byte[16 + 4 * 64];
    byte[] header = {0, 0, 8, 3, 0, 0, 0, 4, 0, 0, 0, 8, 0, 0, 0, 8};
    System.arraycopy(header, 0, file, 0, 16);
    for (int i = 0; i < 64; i++) {
      file[16 + i] = (byte) i;
      file[16 + 128 + i] = (byte) i;
      file[16 + 192 + i] = 9;
    }
    CommandRun run = run("info", Files.write(folder.resolve("set"), file), "--json");
    assertEquals("[[2,0]]", run.json().get("duplicates").toString());
    assertEquals("[1,3]", run.json().get("constant").toString());
    assertTrue(run.error().contains("2 images: 1, 3"), run.error());
    assertTrue(run.error().contains("1 images: 2 = 0"), run.error());
  }

  @Test
  void refusesWhatIsNoSet() {
    run()
        .assertWrongUsage(
            "data: say what to do, there are `data info`, `data make` and `data fetch`");
    run("info", folder.resolve("none")).assertFailsWith("none: no such file");
    run("info").assertWrongUsage("FILE|DIR");
  }
}
