package rivulet.data.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.data.DataException;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.data.Part;
import rivulet.data.ReadOptions;

/** CIFAR as published: what is read from folders and archives, and what is refused and why. */
final class CifarReaderContractTest {
  @TempDir private Path folder;

  private static ImageSet open(Path path, Part part) {
    return ImageSets.open(path, ReadOptions.defaults().withPart(part));
  }

  private static void assertHolds(ImageSet set, int from, int count, int classes) {
    assertEquals(count, set.count());
    assertEquals("3x32x32", set.channels() + "x" + set.height() + "x" + set.width());
    byte[] planar = new byte[CifarFiles.PIXELS];
    for (int n = 0; n < count; n++) {
      set.read(n, planar);
      assertEquals(CifarFiles.label(from + n, classes), set.label(n).getAsInt());
      for (int i = 0; i < planar.length; i++) {
        assertEquals(CifarFiles.pixel(from + n, i), planar[i]);
      }
    }
    assertEquals(classes, set.classNames().size());
    assertEquals("class 7", set.classNames().get(7));
  }

  @Test
  void foldersHoldBothParts() throws IOException {
    Path ten = CifarFiles.folder(folder.resolve("ten"), CifarFiles.ten());
    assertHolds(open(ten, Part.TRAIN), 0, 15, 10);
    assertHolds(open(ten, Part.TEST), 15, 3, 10);
    assertEquals("ten/train", open(ten, Part.TRAIN).name());
    Path hundred = CifarFiles.folder(folder.resolve("hundred"), CifarFiles.hundred());
    assertHolds(open(hundred, Part.TRAIN), 0, 3, 100);
    assertHolds(open(hundred, Part.TEST), 3, 3, 100);
    assertTrue(ImageSets.twoParts(ten) && ImageSets.twoParts(hundred));
    assertFalse(ImageSets.twoParts(folder));
  }

  @Test
  void archivesHoldTheSame() throws IOException {
    byte[] ten = CifarFiles.tar("cifar-10-batches-bin", CifarFiles.ten());
    Path plain = Files.write(folder.resolve("ten.tar"), ten);
    Path packed = Files.write(folder.resolve("anything"), CifarFiles.gzip(ten));
    for (Path file : new Path[] {plain, packed}) {
      assertHolds(open(file, Part.TRAIN), 0, 15, 10);
      assertHolds(open(file, Part.TEST), 15, 3, 10);
    }
    byte[] hundred = CifarFiles.gzip(CifarFiles.tar("cifar-100-binary", CifarFiles.hundred()));
    assertHolds(open(Files.write(folder.resolve("c"), hundred), Part.TEST), 3, 3, 100);
  }

  @Test
  void classesNeedNoNames() throws IOException {
    Map<String, byte[]> files = CifarFiles.ten();
    files.remove("batches.meta.txt");
    ImageSet set = open(CifarFiles.folder(folder.resolve("set"), files), Part.TEST);
    assertTrue(set.classNames().isEmpty());
    assertEquals(5, set.label(0).getAsInt());
  }

  @Test
  void refusesFilesThatAreNotWhole() throws IOException {
    Map<String, byte[]> files = CifarFiles.ten();
    files.computeIfPresent("data_batch_3.bin", (_, all) -> Arrays.copyOf(all, all.length - 1));
    refuses(
        files,
        "data_batch_3.bin: CIFAR-10 has records of 3073 bytes, file holds 9218, which is no"
            + " whole number of them: the download is incomplete or of another kind, fetch it"
            + " again");
    files.put("data_batch_3.bin", new byte[0]);
    refuses(files, "file holds 0, which");
    files.remove("data_batch_3.bin");
    refuses(files, "CIFAR-10 without data_batch_3.bin: the set is not whole, fetch it again");
    byte[] packed = CifarFiles.gzip(CifarFiles.tar("cifar-10-batches-bin", CifarFiles.ten()));
    Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(packed, packed.length / 2));
    String said = assertThrows(DataException.class, () -> open(cut, Part.TRAIN)).getMessage();
    assertTrue(said.startsWith(cut.toString()) && said.endsWith("fetch it again"), said);
  }

  @Test
  void refusesLabelsBeyondTheClasses() throws IOException {
    Map<String, byte[]> files = CifarFiles.ten();
    files.get("test_batch.bin")[3073] = 10;
    Path set = CifarFiles.folder(folder.resolve("set"), files);
    assertEquals(
        set.resolve("test_batch.bin")
            + ": record 1 has label 10, CIFAR-10 has 0 to 9: the file is damaged or of another"
            + " kind, fetch it again",
        assertThrows(DataException.class, () -> open(set, Part.TEST)).getMessage());
    assertEquals(15, open(set, Part.TRAIN).count());
  }

  @Test
  void refusesNamesOfOtherClassesAndForeignArchives() throws IOException {
    Map<String, byte[]> files = CifarFiles.ten();
    files.put("batches.meta.txt", "one\ntwo\n".getBytes(StandardCharsets.UTF_8));
    refuses(files, "10 names expected, file holds 2: fetch it again or move it away");
    byte[] foreign = CifarFiles.tar("cifar-10-batches-py", Map.of("data_batch_1", new byte[9]));
    Path file = Files.write(folder.resolve("py.tar.gz"), CifarFiles.gzip(foreign));
    assertEquals(
        file
            + ": an archive without the files of CIFAR-10 or CIFAR-100 (binary version): unpack it"
            + " and give what it holds",
        assertThrows(DataException.class, () -> open(file, Part.TRAIN)).getMessage());
    foreign[512 + 3]++;
    Path damaged = Files.write(folder.resolve("damaged.tar"), foreign);
    assertEquals(
        damaged + ": a tar header is damaged: the archive is not whole, fetch it again",
        assertThrows(DataException.class, () -> open(damaged, Part.TRAIN)).getMessage());
  }

  private void refuses(Map<String, byte[]> files, String part) throws IOException {
    Path set = folder.resolve("refused");
    for (String name : CifarFiles.ten().keySet()) {
      Files.deleteIfExists(set.resolve(name));
    }
    CifarFiles.folder(set, files);
    String said = assertThrows(DataException.class, () -> open(set, Part.TRAIN)).getMessage();
    assertTrue(said.startsWith(set.toString()) && said.contains(part), said);
  }
}
