package rivulet.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.Requirement;

/** Only regular files, and nothing, are ever replaced. */
final class OutputTargetContractTest {
  private static final byte[] NEW = "new".getBytes(UTF_8);

  @TempDir Path dir;

  @AfterEach
  void nothingIsLeftBeside() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      assertEquals(0, files.filter(f -> f.toString().endsWith(".tmp")).count());
    }
  }

  private static void assertRefused(String message, Path file) {
    StoreException refused =
        assertThrows(StoreException.class, () -> AtomicFile.write(file, NEW), file.toString());
    assertEquals(message, refused.getMessage());
    assertEquals(
        message,
        assertThrows(StoreException.class, () -> AtomicFile.requireWritable(file)).getMessage());
  }

  @Test
  void fifoIsWrittenInto() throws Exception {
    Path fifo = SpecialFiles.fifo(dir.resolve("p"));
    CompletableFuture<byte[]> read = SpecialFiles.reader(fifo);
    byte[] much = new byte[1 << 18];
    AtomicFile.write(fifo, much);
    assertArrayEquals(much, read.get());
    assertTrue(Files.readAttributes(fifo, "isOther").containsValue(true));
  }

  @Test
  void linkToFifoIsWrittenInto() throws Exception {
    Path fifo = SpecialFiles.fifo(dir.resolve("p"));
    Path link = Files.createSymbolicLink(dir.resolve("l"), fifo.getFileName());
    CompletableFuture<byte[]> read = SpecialFiles.reader(fifo);
    AtomicFile.write(link, NEW);
    assertArrayEquals(NEW, read.get());
    assertTrue(Files.isSymbolicLink(link));
  }

  @Test
  void contentOfFifoMayCloseItsStream() throws Exception {
    Path fifo = SpecialFiles.fifo(dir.resolve("p"));
    CompletableFuture<byte[]> read = SpecialFiles.reader(fifo);
    AtomicFile.write(
        fifo,
        out -> {
          out.write(NEW);
          out.close();
        });
    assertArrayEquals(NEW, read.get());
  }

  @Test
  void filesThatAreReadAgainAreNoFifos() throws Exception {
    Path fifo = SpecialFiles.fifo(dir.resolve("p"));
    assertEquals(
        fifo + ": is no regular file, and what is written there is read again: remove it",
        assertThrows(StoreException.class, () -> AtomicFile.requireRegular(fifo)).getMessage());
    assertThrows(StoreException.class, () -> AppendedFile.open(fifo));
  }

  /** A device of the test's own, with the numbers of the one that swallows everything. */
  @Test
  void characterDeviceIsWrittenInto() throws Exception {
    Path device = dir.resolve("n");
    Requirement.met(
        SpecialFiles.run("mknod", device.toString(), "c", "1", "3"), "mknod needs the superuser");
    Requirement.met(SpecialFiles.opens(device), "devices are not allowed in this folder");
    AtomicFile.write(device, NEW);
    assertTrue(Files.readAttributes(device, "isOther").containsValue(true));
    assertEquals(0x2000, (int) Files.getAttribute(device, "unix:mode") & 0xf000);
  }

  @Test
  void blockDeviceIsRefused() throws Exception {
    Path device = dir.resolve("b");
    Requirement.met(
        SpecialFiles.run("mknod", device.toString(), "b", "240", "0"), "mknod needs the superuser");
    assertRefused(
        device + ": is a block device, a file is to be written: give another name", device);
  }

  @Test
  void socketIsRefused() throws Exception {
    Path name = Files.createTempDirectory("s").resolve("s"); // names of sockets must be short
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(name));
      assertRefused(name + ": is a socket, a file is to be written: give another name", name);
      assertTrue(Files.readAttributes(name, "isOther").containsValue(true));
    } finally {
      Files.delete(name);
      Files.delete(name.getParent());
    }
  }

  @Test
  void linkKeepsPointing() throws IOException {
    Path far = Files.createDirectory(dir.resolve("far"));
    Path file = Files.writeString(far.resolve("a"), "old");
    Path middle = Files.createSymbolicLink(far.resolve("m"), Path.of("a"));
    Path link = Files.createSymbolicLink(dir.resolve("l"), Path.of("far", "m"));
    AtomicFile.write(link, NEW);
    assertTrue(Files.isSymbolicLink(link) && Files.isSymbolicLink(middle));
    assertTrue(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
    assertEquals("new", Files.readString(file));
  }

  @Test
  void linkToNothingMakesItsFile() throws IOException {
    Files.createDirectory(dir.resolve("far"));
    Files.createSymbolicLink(dir.resolve("far", "m"), Path.of("a"));
    Path link = Files.createSymbolicLink(dir.resolve("l"), Path.of("far", "m"));
    AtomicFile.write(link, NEW);
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("new", Files.readString(dir.resolve("far", "a")));
  }

  @Test
  void linkIntoMissingFolderAndCircleAreRefused() throws IOException {
    Path lost = Files.createSymbolicLink(dir.resolve("l"), Path.of("no", "a"));
    assertRefused(
        lost
            + ": cannot be written, folder "
            + dir.toRealPath().resolve("no")
            + " does not exist: create it first",
        lost);
    Path circle = Files.createSymbolicLink(dir.resolve("c"), Path.of("c"));
    String told =
        assertThrows(StoreException.class, () -> AtomicFile.write(circle, NEW)).getMessage();
    assertTrue(told.startsWith(circle + ": cannot be written ("), told);
    assertTrue(Files.isSymbolicLink(circle));
  }

  @Test
  void foldersAreRefusedAlsoByLink() throws IOException {
    Path folder = Files.createDirectory(dir.resolve("f"));
    Path link = Files.createSymbolicLink(dir.resolve("l"), folder);
    assertRefused(folder + ": is a folder, a file is to be written: give another name", folder);
    assertRefused(link + ": is a folder, a file is to be written: give another name", link);
    Path below = Files.writeString(dir.resolve("a"), "old").resolve("b");
    assertRefused(
        below
            + ": cannot be written, folder "
            + dir.resolve("a")
            + " is no folder: give another name",
        below);
  }

  @Test
  void permissionsSurvive() throws IOException {
    for (String rights : new String[] {"rw-rw-rw-", "rw-------", "rwxr-x---", "rw-r--r--"}) {
      Path file = Files.writeString(dir.resolve("a"), "old");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
      AtomicFile.write(file, NEW);
      assertEquals(rights, PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      assertEquals("new", Files.readString(file));
    }
  }

  @Test
  void readOnlyFileIsRefusedAlsoForTheSuperuser() throws IOException {
    Path file = Files.writeString(dir.resolve("a"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    assertRefused(
        file + ": is read-only: give another name, or `chmod u+w` it if it is to be replaced",
        file);
    assertEquals("old", Files.readString(file));
  }

  @Test
  void longNamesAreNamesToo() throws IOException {
    Path file = dir.resolve("n".repeat(255));
    AtomicFile.write(file, NEW);
    assertEquals("new", Files.readString(file));
  }

  @Test
  void outputFoldersAreFoldersOrCanBeMade() throws IOException {
    Path file = Files.writeString(dir.resolve("a"), "old");
    for (Path folder : new Path[] {file, file.resolve("b/c")}) {
      assertEquals(
          folder + ": cannot be made a folder, " + file + " is none: give another name",
          assertThrows(StoreException.class, () -> OutputFolder.create(folder)).getMessage());
    }
    OutputFolder.require(dir.resolve("new/newer"));
    assertFalse(Files.exists(dir.resolve("new")));
    OutputFolder.create(dir.resolve("new/newer"));
    OutputFolder.create(Files.createSymbolicLink(dir.resolve("l"), Path.of("new")));
    assertTrue(Files.isDirectory(dir.resolve("new/newer")));
    assertThrows(
        StoreException.class,
        () -> OutputFolder.create(Files.createSymbolicLink(dir.resolve("d"), Path.of("no"))));
  }
}
