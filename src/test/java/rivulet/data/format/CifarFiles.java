package rivulet.data.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/** Files of CIFAR as they are published, with few images: folders, and archives as GNU tar does. */
final class CifarFiles {
  static final int PIXELS = 3072;

  private CifarFiles() {}

  /** The files of CIFAR-10; batch b holds images 3b to 3b + 2, the test batch 15 to 17. */
  static Map<String, byte[]> ten() {
    Map<String, byte[]> files = new TreeMap<>();
    for (int batch = 1; batch <= 5; batch++) {
      files.put("data_batch_" + batch + ".bin", records(1, 3 * (batch - 1), 10));
    }
    files.put("test_batch.bin", records(1, 15, 10));
    files.put("batches.meta.txt", names(10));
    return files;
  }

  /** The files of CIFAR-100. */
  static Map<String, byte[]> hundred() {
    Map<String, byte[]> files = new TreeMap<>();
    files.put("train.bin", records(2, 0, 100));
    files.put("test.bin", records(2, 3, 100));
    files.put("fine_label_names.txt", names(100));
    return files;
  }

  private static byte[] names(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append("class ").append(i).append('\n');
    }
    return text.append('\n').toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** Pixel i of image n. */
  static byte pixel(int n, int i) {
    return (byte) (n * 41 + i * 7 + i / 1024);
  }

  /** Label of image n: the last one, a coarse one of 19 stands before it. */
  static int label(int n, int classes) {
    return n * 7 % classes;
  }

  private static byte[] records(int labels, int from, int classes) {
    byte[] file = new byte[3 * (labels + PIXELS)];
    int at = 0;
    for (int n = from; n < from + 3; n++) {
      file[at] = 19;
      at += labels;
      file[at - 1] = (byte) label(n, classes);
      for (int i = 0; i < PIXELS; i++) {
        file[at++] = pixel(n, i);
      }
    }
    return file;
  }

  static Path folder(Path folder, Map<String, byte[]> files) throws IOException {
    Files.createDirectories(folder);
    for (var file : files.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
    return folder;
  }

  /** A folder entry, then the files. */
  static byte[] tar(String folder, Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    entry(tar, folder + "/", '5', new byte[0]);
    for (var file : files.entrySet()) {
      entry(tar, folder + "/" + file.getKey(), '0', file.getValue());
    }
    tar.write(new byte[1024]);
    return tar.toByteArray();
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private static void entry(ByteArrayOutputStream tar, String name, char kind, byte[] content)
      throws IOException {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 100, "0000644\0" + "0001750\0" + "0001750\0");
    put(header, 124, String.format("%011o\0", content.length) + "11111111111\0");
    put(header, 148, "        " + kind);
    put(header, 257, "ustar  \0");
    int sum = 0;
    for (byte each : header) {
      sum += Byte.toUnsignedInt(each);
    }
    put(header, 148, String.format("%06o\0 ", sum));
    tar.write(header);
    tar.write(content);
    tar.write(new byte[(512 - content.length % 512) % 512]);
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
