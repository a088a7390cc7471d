package rivulet.store.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.store.StoreException;

/** Damaged and wicked files end in one line; none is believed, none is run. */
final class TorchFileFaultTest {
  private static final Weights SMALL =
      new Weights(
          new TreeMap<>(
              Map.of(
                  "scale_models.0.x",
                  new WeightTensor(new long[] {1, 2}, new float[] {1, 2}),
                  "other",
                  WeightTensor.number(3))),
          new TreeMap<>(Map.of("k", "v")),
          OptionalInt.empty());

  @TempDir private Path folder;
  private int refused;
  private int accepted;

  private void attempt(byte[] bytes) throws IOException {
    Path file = folder.resolve("w.pth");
    Files.write(file, bytes);
    try {
      WeightFiles.read(file);
      accepted++;
    } catch (StoreException e) {
      refused++;
      assertEquals(1, e.getMessage().lines().count(), e.getMessage());
    }
  }

  @Test
  void everyCutAndEveryBitIsNoticedOrHarmless() throws IOException {
    Path file = folder.resolve("small.pth");
    TorchWriter.write(file, SMALL);
    assertEquals(SMALL, WeightFiles.read(file));
    byte[] bytes = Files.readAllBytes(file);
    for (int length = 0; length < bytes.length; length++) {
      attempt(Arrays.copyOf(bytes, length));
    }
    assertEquals(bytes.length, refused, "every cut is refused");
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] damaged = bytes.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      attempt(damaged);
    }
    assertTrue(refused > bytes.length && accepted > 0, refused + ", " + accepted);
  }

  private void assertRefused(String said, Path file) {
    String message = assertThrows(StoreException.class, () -> WeightFiles.read(file)).getMessage();
    assertTrue(message.startsWith(file + ": ") && message.contains(said), message);
  }

  @Test
  void otherFilesAreToldForWhatTheyAre() throws IOException {
    Path cut = folder.resolve("cut.pth");
    TorchWriter.write(cut, SMALL);
    byte[] bytes = Files.readAllBytes(cut);
    Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
    assertRefused("the ZIP archive is damaged or cut short (", cut);
    assertRefused("of a model; its dict has no entries", pickle("}."), Map.of());
    byte[] npy = "\u0093NUMPY\u0001\0v\0{'descr': '|u1'".getBytes(StandardCharsets.ISO_8859_1);
    assertRefused(
        "neither a checkpoint of PyTorch nor safetensors", Files.write(folder.resolve("n"), npy));
  }

  private Path archive(byte[] pickle, Map<String, byte[]> others) throws IOException {
    Path file = folder.resolve("a.pt");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      Map<String, byte[]> all = new TreeMap<>(others);
      all.put("data.pkl", pickle);
      for (Map.Entry<String, byte[]> each : all.entrySet()) {
        var sum = new java.util.zip.CRC32();
        sum.update(each.getValue());
        ZipEntry entry = new ZipEntry("a/" + each.getKey());
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(each.getValue().length);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(each.getValue());
      }
    }
    return file;
  }

  private void assertRefused(String said, byte[] pickle, Map<String, byte[]> others)
      throws IOException {
    assertRefused(said, archive(pickle, others));
  }

  private static byte[] pickle(String... parts) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x80, 2});
    for (String part : parts) {
      out.writeBytes(
          part.startsWith("0x")
              ? HexFormat.of().parseHex(part.substring(2))
              : part.getBytes(StandardCharsets.ISO_8859_1));
    }
    return out.toByteArray();
  }

  private static String text(String text) {
    return "X" + (char) text.length() + "\0\0\0" + text;
  }

  /** {'scale_models.0.x': a tensor of that storage, offset, size and stride}. */
  private static byte[] tensor(String kind, int elements, int offset, String size, String stride) {
    String storage =
        "("
            + text("storage")
            + "ctorch\n"
            + kind
            + "\n"
            + text("0")
            + text("cpu")
            + "K"
            + (char) elements
            + "tQ";
    return pickle(
        "}"
            + text("scale_models.0.x")
            + "ctorch._utils\n_rebuild_tensor_v2\n("
            + storage
            + "K"
            + (char) offset,
        size,
        stride,
        "0x89",
        "}tRs.");
  }

  @Test
  void namesOfPythonAreNotRun() throws IOException {
    assertRefused(
        "names posix.system",
        pickle("}" + text("state_dict") + "cposix\nsystem\n" + text("true") + "0x85", "Rs."),
        Map.of());
    assertRefused(
        "names builtins.eval",
        pickle(text("builtins") + text("eval"), "0x93", text("1"), "0x85", "R."),
        Map.of());
  }

  @Test
  void tensorsStayWithinTheirNumbers() throws IOException {
    Map<String, byte[]> numbers = Map.of("data/0", new byte[16]);
    String two = "K\2\u0085";
    String one = "K\1\u0085";
    assertEquals(
        new WeightTensor(new long[] {2}, new float[2]),
        WeightFiles.read(archive(tensor("FloatStorage", 4, 2, two, one), numbers))
            .tensors()
            .get("scale_models.0.x"));
    assertRefused("reaches beyond", tensor("FloatStorage", 4, 3, two, one), numbers);
    assertRefused("reaches beyond", tensor("FloatStorage", 4, 0, two, "K\4\u0085"), numbers);
    assertRefused("reaches beyond", tensor("FloatStorage", 1, 0, two, "K\0\u0085"), numbers);
    assertRefused("the archive holds 16", tensor("FloatStorage", 5, 0, two, one), numbers);
    assertRefused("no real numbers", tensor("LongStorage", 2, 0, two, one), numbers);
    assertRefused("in an unknown way", tensor("FloatStorage", 4, 0, "K\2K\2\u0086", one), numbers);
    assertRefused("no entry 'a/data/0'", tensor("FloatStorage", 4, 0, two, one), Map.of());
  }

  private WeightTensor read(byte[] pickle, String numbers) throws IOException {
    Map<String, byte[]> data = Map.of("data/0", HexFormat.of().parseHex(numbers));
    return WeightFiles.read(archive(pickle, data)).tensors().get("scale_models.0.x");
  }

  @Test
  void numbersOfEveryKind() throws IOException {
    WeightTensor expected = new WeightTensor(new long[] {2}, new float[] {1, -2.5f});
    String two = "K\2\u0085";
    String one = "K\1\u0085";
    assertEquals(expected, read(tensor("FloatStorage", 2, 0, two, one), "0000803f" + "000020c0"));
    assertEquals(expected, read(tensor("HalfStorage", 2, 0, two, one), "003c" + "00c1"));
    assertEquals(expected, read(tensor("BFloat16Storage", 2, 0, two, one), "803f" + "20c0"));
    assertEquals(
        expected,
        read(tensor("DoubleStorage", 2, 0, two, one), "000000000000f03f" + "00000000000004c0"));
    assertEquals(
        new WeightTensor(new long[0], new float[] {-2.5f}),
        read(tensor("FloatStorage", 2, 1, ")", ")"), "0000803f" + "000020c0"));
  }

  /** A transposed view of 2 x 2 numbers, the first of which belongs to others. */
  @Test
  void axesMayLieInAnyOrder() throws IOException {
    String numbers = "0000c0ff" + "0000803f" + "00000040" + "00004040" + "00008040";
    assertEquals(
        new WeightTensor(new long[] {2, 2}, new float[] {1, 3, 2, 4}),
        read(tensor("FloatStorage", 5, 1, "K\2K\2\u0086", "K\1K\2\u0086"), numbers));
  }

  /** Lists that hold each other, which no message may try to print. */
  @Test
  void circlesEndToo() throws IOException {
    assertRefused(
        "in an unknown way",
        pickle("ctorch._utils\n_rebuild_tensor_v2\n]q\0h\0", "0x85", "aR."),
        Map.of());
    assertRefused("in an unknown way", pickle("]q\0h\0", "0x85", "aQ."), Map.of());
  }

  @Test
  void whatDataParallelPutsBeforeNamesIsTakenOff() throws IOException {
    var tensors = new TreeMap<String, WeightTensor>();
    SMALL.tensors().forEach((name, tensor) -> tensors.put("module." + name, tensor));
    Path file = folder.resolve("parallel.pth");
    TorchWriter.write(file, SMALL.with(tensors));
    assertEquals(SMALL, WeightFiles.read(file));
  }

  @Test
  void whatIsNoCheckpointIsNamed() throws IOException {
    assertRefused("holds no dict", pickle("K\1."), Map.of());
    assertRefused("its dict has weight", pickle("}" + text("weight") + "K\1s."), Map.of());
    assertRefused("opcode 0x49", pickle("I1\n."), Map.of());
    assertRefused(
        "big-endian", pickle("}."), Map.of("byteorder", "big".getBytes(StandardCharsets.US_ASCII)));
    Path old = folder.resolve("old.pt");
    Files.write(old, HexFormat.of().parseHex("80028a0a6cfc9c46f9206aa850192e80024de903"));
    assertTrue(
        assertThrows(StoreException.class, () -> WeightFiles.read(old))
            .getMessage()
            .contains("before 1.6"));
  }
}
