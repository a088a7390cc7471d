package rivulet.store.exchange;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Writes the pickle of a checkpoint, protocol 2: a dict with the {@code state_dict} and with what
 * describes the model. Only what PyTorch loads as weights alone ({@code weights_only}) occurs.
 */
final class PickleWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private PickleWriter() {}

  /** The bytes; tensor number {@code i} in the order of their names has the storage {@code i}. */
  static byte[] write(Weights weights) {
    PickleWriter writer = new PickleWriter();
    writer.op(0x80).op(2).op('}').op('(');
    writer.text(Checkpoint.STATE).global(Global.ORDERED_DICT).op(')').op('R').op('(');
    int key = 0;
    for (Map.Entry<String, WeightTensor> tensor : weights.tensors().entrySet()) {
      writer.text(tensor.getKey()).tensor(key, tensor.getValue());
      key++;
    }
    writer.op('u').text(Checkpoint.DESCRIPTION).op('}').op('(');
    weights.description().forEach((name, value) -> writer.text(name).text(value));
    writer.op('u').op('u').op('.');
    return writer.out.toByteArray();
  }

  private PickleWriter op(int code) {
    out.write(code);
    return this;
  }

  private void tensor(int key, WeightTensor tensor) {
    global(Global.REBUILD_TENSOR).op('(').op('(');
    text("storage").global(Global.FLOAT_STORAGE).text(Integer.toString(key)).text("cpu");
    integer(tensor.values().length).op('t').op('Q');
    integer(0).op('(');
    for (long size : tensor.shape()) {
      integer(size);
    }
    op('t').op('(');
    for (long stride : strides(tensor.shape())) {
      integer(stride);
    }
    op('t').op(0x89).global(Global.ORDERED_DICT).op(')').op('R').op('t').op('R');
  }

  private static long[] strides(long[] shape) {
    long[] strides = new long[shape.length];
    long next = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = next;
      next *= shape[i];
    }
    return strides;
  }

  private PickleWriter global(Global global) {
    op('c');
    line(global.module());
    line(global.name());
    return this;
  }

  private void line(String text) {
    out.writeBytes((text + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  private PickleWriter text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    op('X');
    number(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  private PickleWriter integer(long value) {
    op('J');
    number(Math.toIntExact(value));
    return this;
  }

  private void number(int value) {
    out.writeBytes(
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
  }
}
