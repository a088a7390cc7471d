package rivulet.store.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import rivulet.store.StoreException;

/** A file of {@code torch.save}: its pickle and the numbers that the pickle refers to. */
final class TorchArchive implements AutoCloseable {
  private static final String PICKLE = "data.pkl";

  /** Far more than the names of any model. */
  private static final long MOST_PICKLE_BYTES = 1 << 28;

  private final ZipFile zip;
  private final String folder;

  private TorchArchive(ZipFile zip, String folder) {
    this.zip = zip;
    this.folder = folder;
  }

  static TorchArchive open(Path file) throws IOException {
    ZipFile zip = new ZipFile(file.toFile());
    try {
      TorchArchive archive = new TorchArchive(zip, folder(zip));
      archive.requireLittleEndian();
      return archive;
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private static String folder(ZipFile zip) {
    List<String> pickles =
        zip.stream()
            .map(ZipEntry::getName)
            .filter(name -> name.equals(PICKLE) || name.endsWith("/" + PICKLE))
            .toList();
    if (pickles.size() != 1) {
      throw new StoreException(
          "holds "
              + pickles.size()
              + " entries "
              + PICKLE
              + ", a checkpoint of torch.save has one; name such a file or safetensors");
    }
    String name = pickles.getFirst();
    return name.substring(0, name.length() - PICKLE.length());
  }

  private void requireLittleEndian() throws IOException {
    ZipEntry order = zip.getEntry(folder + "byteorder");
    String text =
        order == null ? "little" : new String(bytes("byteorder", 16), StandardCharsets.US_ASCII);
    if (!text.strip().equals("little")) {
      throw new StoreException(
          "its numbers are " + text.strip() + "-endian; save it on x86 or ARM");
    }
  }

  /** What the pickle says. */
  Object value() throws IOException {
    return Unpickler.read(bytes(PICKLE, MOST_PICKLE_BYTES));
  }

  /**
   * The numbers of a tensor; float64 is rounded to nearest, others are exact.
   *
   * @param name for messages
   * @throws StoreException if it holds no real numbers, or reaches beyond them
   */
  WeightTensor read(String name, StoredTensor tensor) throws IOException {
    try {
      return read(tensor);
    } catch (StoreException e) {
      throw new StoreException("tensor '" + name + "': " + e.getMessage(), e);
    }
  }

  private WeightTensor read(StoredTensor tensor) throws IOException {
    TorchNumbers kind = TorchNumbers.of(tensor.storage());
    long room = kind.bytes(tensor.storage());
    ByteBuffer numbers =
        ByteBuffer.wrap(bytes("data/" + tensor.storage().key(), room))
            .order(ByteOrder.LITTLE_ENDIAN);
    if (numbers.capacity() < room) {
      throw new StoreException(
          "numbers '%s' take %d bytes, the archive holds %d of them: the download is incomplete"
              .formatted(tensor.storage().key(), room, numbers.capacity()));
    }
    return new TensorLayout(tensor).gather(i -> kind.at(numbers, i));
  }

  private byte[] bytes(String name, long most) throws IOException {
    ZipEntry entry = zip.getEntry(folder + name);
    if (entry == null) {
      throw new StoreException(
          "has no entry '" + folder + name + "': the file is damaged, fetch it again");
    }
    if (entry.getMethod() != ZipEntry.STORED) {
      throw new StoreException(
          "entry '" + entry.getName() + "' is compressed, which torch.save never does: unpack it");
    }
    if (entry.getSize() > most && name.equals(PICKLE)) {
      throw new StoreException(
          "its pickle has " + entry.getSize() + " bytes, more than any model's");
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return in.readNBytes((int) Math.min(most, Integer.MAX_VALUE - 8));
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
