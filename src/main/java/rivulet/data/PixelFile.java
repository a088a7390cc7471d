package rivulet.data;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import rivulet.data.format.ByteReader;

/**
 * A plain block of pixels that stays in its file. It is read by position, not mapped: pages of a
 * mapped file count as memory of the program.
 */
final class PixelFile implements Pixels {
  private final Path file;
  private final FileChannel channel;
  private final long begin;
  private final ImageShape shape;
  private final boolean interleaved;
  private final ThreadLocal<byte[]> stored;

  /**
   * A block that is known to be there.
   *
   * @param begin place of its first byte
   * @param interleaved whether the channels of a pixel lie together (NHWC)
   */
  PixelFile(Path file, long begin, ImageShape shape, boolean interleaved) {
    this.file = file;
    this.channel = channel(file);
    this.begin = begin;
    this.shape = shape;
    this.interleaved = interleaved;
    this.stored = ThreadLocal.withInitial(() -> new byte[shape.bytes()]);
  }

  /** It is closed with the last set that holds it. */
  private static FileChannel channel(Path file) {
    try {
      return new FileInputStream(file.toFile()).getChannel();
    } catch (IOException e) {
      throw ByteReader.failure(file, e);
    }
  }

  @Override
  public void read(long index, byte[] destination) {
    if (interleaved) {
      byte[] pixels = stored.get();
      fill(index, pixels);
      PixelBlock.separate(pixels, shape, destination);
    } else {
      fill(index, destination);
    }
  }

  private void fill(long index, byte[] destination) {
    ByteBuffer into = ByteBuffer.wrap(destination, 0, shape.bytes());
    long from = begin + index * shape.bytes();
    try {
      while (into.hasRemaining()) {
        if (channel.read(into, from + into.position()) < 0) {
          throw new DataException(
              file + ": ends within image " + index + ": it was changed while it was in use");
        }
      }
    } catch (IOException e) {
      throw ByteReader.failure(file, e);
    }
  }

  @Override
  public boolean turned(long index) {
    return false;
  }
}
