package rivulet.data.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.data.DataException;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.data.Part;
import rivulet.data.ReadOptions;

/** ImageNet32 as published in NPZ: what is read from files and folders, what is refused and why. */
final class NpzReaderContractTest {
  private static final int ROW = 3 * 8 * 8;

  @TempDir private Path folder;

  private static byte pixel(int n, int i) {
    return (byte) (n * 53 + i * 3);
  }

  /** Rows of images {@code from} to {@code from + count − 1}, as numpy.save writes them. */
  private static byte[] npy(int from, int count, String type, String shape) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    String text = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + "), }";
    String header = text + " ".repeat(117 - text.length()) + "\n";
    file.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
    file.write(header.getBytes(StandardCharsets.US_ASCII));
    for (int n = from; n < from + count; n++) {
      for (int i = 0; i < ROW; i++) {
        file.write(pixel(n, i));
      }
    }
    return file.toByteArray();
  }

  private static byte[] npy(int from, int count) throws IOException {
    return npy(from, count, "|u1", count + ", " + ROW);
  }

  /** The archive, stored as numpy.savez does or packed as numpy.savez_compressed. */
  private Path npz(Path file, boolean packed, String array, byte[] npy) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setLevel(packed ? 9 : 0);
      zip.putNextEntry(new ZipEntry("mean.npy"));
      zip.write(npy(0, 1));
      zip.putNextEntry(new ZipEntry(array));
      zip.write(npy);
    }
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes.toByteArray());
  }

  private static ImageSet open(Path path, Part part) {
    return ImageSets.open(path, ReadOptions.defaults().withPart(part));
  }

  private static void assertHolds(ImageSet set, int from, int count) {
    assertEquals(count, set.count());
    assertEquals("3x8x8", set.channels() + "x" + set.height() + "x" + set.width());
    byte[] planar = new byte[ROW];
    for (int n = 0; n < count; n++) {
      set.read(n, planar);
      for (int i = 0; i < ROW; i++) {
        assertEquals(pixel(from + n, i), planar[i]);
      }
      assertTrue(set.label(n).isEmpty());
    }
  }

  @Test
  void rowsArePlanarImagesStoredOrPacked() throws IOException {
    for (boolean packed : new boolean[] {false, true}) {
      Path file = npz(folder.resolve("some"), packed, "data.npy", npy(2, 5));
      assertHolds(open(file, Part.TRAIN), 2, 5);
    }
  }

  @Test
  void foldersHoldBatchesInOrderAndATestPart() throws IOException {
    Path set = folder.resolve("set");
    npz(set.resolve("train_data_batch_1.npz"), false, "data.npy", npy(0, 2));
    npz(set.resolve("train_data_batch_2.npz"), false, "data.npy", npy(2, 3));
    assertEquals(
        set + ": val_data.npz asked, the folder holds only the other part: fetch the missing files",
        assertThrows(DataException.class, () -> open(set, Part.TEST)).getMessage());
    npz(set.resolve("val_data.npz"), false, "data.npy", npy(5, 4));
    assertHolds(open(set, Part.TRAIN), 0, 5);
    assertHolds(open(set, Part.TEST), 5, 4);
    assertEquals("set/val", open(set, Part.TEST).name());
    npz(set.resolve("train_data_batch_4.npz"), false, "data.npy", npy(0, 1));
    assertEquals(
        set
            + ": train_data_batch_3.npz is missing, train_data_batch_4.npz is there: fetch the"
            + " missing files",
        assertThrows(DataException.class, () -> open(set, Part.TRAIN)).getMessage());
  }

  @Test
  void refusesWhatIsNotSuchAnArray() throws IOException {
    Path file = folder.resolve("some");
    refuses(
        npz(file, false, "arr_0.npy", npy(0, 1)),
        ": NPZ without the array 'data': ImageNet32 and 64 have one; save other sets as one array"
            + " by numpy.save");
    refuses(
        npz(file, false, "data.npy", npy(0, 1, "<i8", "1, " + ROW)),
        "images must be uint8, array is <i8");
    refuses(
        npz(file, false, "data.npy", npy(0, 1, "|u1", "1, 191")),
        "rows of 3*S*S bytes expected, array has shape [1, 191]");
    refuses(
        npz(file, true, "data.npy", npy(0, 2, "|u1", "3, " + ROW)),
        "header says 3 images of 3x8x8, file holds 384 bytes: it is damaged, fetch it again");
    refuses(
        npz(file, true, "data.npy", npy(0, 2, "|u1", "1, " + ROW)),
        "header says 1 images of 3x8x8, file holds 384 bytes");
  }

  @Test
  void otherArchivesAreToldForWhatTheyAre() throws IOException {
    refuses(
        archiveOf("model/data.pkl"),
        ": a checkpoint of PyTorch, no image set: make a model of it by `rivulet import`");
    refuses(
        archiveOf("pictures/a.png"),
        ": a ZIP archive without the array 'data' of an NPZ: unpack it and give the file or folder"
            + " of images");
  }

  private Path archiveOf(String entry) throws IOException {
    Path file = folder.resolve("archive");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(1);
    }
    return file;
  }

  @Test
  void refusesArchivesThatAreNotWhole() throws IOException {
    Path file = npz(folder.resolve("some"), false, "data.npy", npy(0, 9));
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 30));
    refuses(file, "the NPZ archive is damaged or cut short");
    whole[whole.length / 2]++;
    Files.write(file, whole);
    refuses(file, "its checksum is not that of its bytes: it is damaged, fetch it again");
  }

  private static void refuses(Path file, String part) {
    String said = assertThrows(DataException.class, () -> open(file, Part.TRAIN)).getMessage();
    assertTrue(said.startsWith(file.toString()) && said.contains(part), said);
    assertEquals(1, said.lines().count());
  }
}
