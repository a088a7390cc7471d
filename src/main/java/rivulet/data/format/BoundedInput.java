package rivulet.data.format;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The next bytes of a stream, as many as were said. */
final class BoundedInput extends FilterInputStream {
  private long left;

  BoundedInput(InputStream in, long length) {
    super(in);
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    int value = left > 0 ? super.read() : -1;
    left -= value < 0 ? 0 : 1;
    return value;
  }

  @Override
  public int read(byte[] destination, int offset, int length) throws IOException {
    if (left == 0 && length > 0) {
      return -1;
    }
    int got = super.read(destination, offset, (int) Math.min(length, left));
    left -= Math.max(got, 0);
    return got;
  }
}
