package rivulet.store.exchange;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import rivulet.store.StoreException;

/**
 * Reads the pickles of checkpoints: the stack machine of Python's {@code pickle}, protocols 2 to 5,
 * of which only what builds plain values is done. Nothing is ever looked up or run; a name of
 * Python that is not on the list of {@link Constructions} ends the reading.
 *
 * <p>Values are {@code String}, {@code Long}, {@code Double}, {@code Boolean}, {@link List}, {@link
 * Map}, {@link Global}, {@link StoredTensor} and {@link Constructions#NOTHING}.
 */
final class Unpickler {
  private static final Object MARK = new Object();

  private final PickleInput in;
  private final Deque<Object> stack = new ArrayDeque<>();
  private final Map<Long, Object> memo = new HashMap<>();
  private boolean done;

  private Unpickler(byte[] pickle) {
    this.in = new PickleInput(pickle);
  }

  /**
   * The value of a pickle.
   *
   * @throws StoreException if it is damaged, or holds anything but numbers, texts, collections and
   *     tensors
   */
  static Object read(byte[] pickle) {
    Unpickler reader = new Unpickler(pickle);
    while (!reader.done) {
      reader.step(reader.in.unsignedByte());
    }
    return reader.pop();
  }

  private void step(int code) {
    switch (code) {
      case 0x80 -> in.unsignedByte(); // the protocol: what it allows shows by itself
      case 0x95 -> in.eightBytes(); // a frame
      case '.' -> done = true;
      case '(' -> stack.push(MARK);
      case '0' -> pop();
      case '1' -> sinceMark();
      case '2' -> stack.push(top());
      case 'q' -> memo.put((long) in.unsignedByte(), top());
      case 'r' -> memo.put(in.unsignedInteger(), top());
      case 0x94 -> memo.put((long) memo.size(), top());
      case 'h' -> stack.push(remembered(in.unsignedByte()));
      case 'j' -> stack.push(remembered(in.unsignedInteger()));
      case 'c' -> stack.push(Constructions.allowed(new Global(in.line(), in.line())));
      case 0x93 -> stackGlobal();
      case 'Q' -> stack.push(Constructions.storage(pop()));
      case 'R', 0x81 -> construct();
      case 'b' -> build();
      default -> scalar(code);
    }
  }

  private void scalar(int code) {
    switch (code) {
      case 'N' -> stack.push(Constructions.NOTHING);
      case 0x88 -> stack.push(true);
      case 0x89 -> stack.push(false);
      case 'J' -> stack.push((long) in.integer());
      case 'K' -> stack.push((long) in.unsignedByte());
      case 'M' -> stack.push((long) in.unsignedShort());
      case 0x8a -> stack.push(in.integer(in.unsignedByte()));
      case 'G' -> stack.push(in.real());
      case 'X' -> stack.push(in.text(in.unsignedInteger()));
      case 0x8c -> stack.push(in.text(in.unsignedByte()));
      case 0x8d -> stack.push(in.text(in.eightBytes()));
      case 'B' -> bytes(in.unsignedInteger());
      case 'C' -> bytes(in.unsignedByte());
      default -> collection(code);
    }
  }

  private void collection(int code) {
    switch (code) {
      case ')', ']', 0x8f -> stack.push(new ArrayList<>());
      case '}' -> stack.push(Constructions.newMap());
      case 't', 'l' -> stack.push(sinceMark());
      case 0x85 -> stack.push(last(1));
      case 0x86 -> stack.push(last(2));
      case 0x87 -> stack.push(last(3));
      case 'a' -> addAll(last(1));
      case 'e', 0x90 -> addAll(sinceMark());
      case 's' -> putAll(last(2));
      case 'u' -> putAll(sinceMark());
      default ->
          throw new StoreException(
              "the pickle holds opcode 0x%02x at byte %d, which no weights need"
                  .formatted(code, in.position() - 1));
    }
  }

  /** Bytes are part of scalars of NumPy, whose values are not needed. */
  private void bytes(long length) {
    in.skip(length);
    stack.push(Constructions.NOTHING);
  }

  private Object top() {
    if (stack.isEmpty()) {
      throw damaged("takes from an empty stack");
    }
    return stack.peek();
  }

  private Object pop() {
    Object value = top();
    stack.pop();
    return value;
  }

  private Object value() {
    Object value = pop();
    if (value == MARK) {
      throw damaged("takes a mark for a value");
    }
    return value;
  }

  private List<Object> last(int count) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.addFirst(value());
    }
    return values;
  }

  private List<Object> sinceMark() {
    List<Object> values = new ArrayList<>();
    for (Object next = pop(); next != MARK; next = pop()) {
      values.add(next);
    }
    return values.reversed();
  }

  private Object remembered(long number) {
    Object value = memo.get(number);
    if (value == null) {
      throw damaged("recalls value " + number + ", which it has not seen");
    }
    return value;
  }

  private void stackGlobal() {
    List<Object> names = last(2);
    if (!(names.getFirst() instanceof String module && names.getLast() instanceof String name)) {
      throw damaged("names something by what is no text");
    }
    stack.push(Constructions.allowed(new Global(module, name)));
  }

  private void construct() {
    List<Object> call = last(2);
    stack.push(Constructions.construct(call.getFirst(), call.getLast()));
  }

  /** State of an object: attributes, which no value here has. */
  private void build() {
    value();
    top();
  }

  @SuppressWarnings("unchecked")
  private void addAll(List<Object> values) {
    switch (top()) {
      case List<?> list -> ((List<Object>) list).addAll(values);
      default -> throw damaged("adds to what is no list");
    }
  }

  @SuppressWarnings("unchecked")
  private void putAll(List<Object> values) {
    if (top() == Constructions.NOTHING) {
      return;
    }
    if (!(top() instanceof Map<?, ?> map) || values.size() % 2 != 0) {
      throw damaged("sets entries of what is no dict");
    }
    for (int i = 0; i < values.size(); i += 2) {
      Object key = values.get(i);
      if (!(key instanceof String || key instanceof Long)) {
        throw new StoreException(
            "the pickle has a dict whose key is neither text nor a whole number");
      }
      ((Map<Object, Object>) map).put(key, values.get(i + 1));
    }
  }

  private StoreException damaged(String how) {
    return new StoreException(
        "the pickle " + how + " at byte " + (in.position() - 1) + ": the file is damaged");
  }
}
