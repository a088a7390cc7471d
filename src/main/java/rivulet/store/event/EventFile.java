package rivulet.store.event;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import rivulet.data.DataException;
import rivulet.store.AtomicFile;
import rivulet.store.StoreException;

/**
 * A file of events that grows, one of possibly several in a folder: each start of a program begins
 * one, later by name than those before. It says first at which step it starts. Steps from there on
 * that an earlier start had written and lost are cut from its file, so that no step stands twice; a
 * TensorBoard that has read them already drops them when it reads of the start.
 *
 * <p>What is written reaches the file by {@link #flush} or {@link #close}, in whole records.
 */
public final class EventFile implements AutoCloseable {
  /** Fields of {@code Event} (tensorflow/core/util/event.proto). */
  private static final int WALL_TIME = 1;

  static final int STEP = 2;
  private static final int VERSION = 3;
  private static final int SUMMARY = 5;
  private static final int SESSION = 7;

  /** Of {@code SessionLog}. */
  private static final int STATUS = 1;

  private static final int START = 1;

  /** Of {@code Summary} and its values (tensorflow/core/framework/summary.proto). */
  private static final int VALUE = 1;

  private static final int TAG = 1;
  private static final int NUMBER = 2;

  /** TensorBoard looks for the beginning, and reads files in the order of their seconds. */
  private static final Pattern NAME =
      Pattern.compile("events\\.out\\.tfevents\\.(\\d{10})\\.rivulet");

  private final Path file;
  private final OutputStream out;
  private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();

  private EventFile(Path file, OutputStream out) {
    this.file = file;
    this.out = out;
  }

  /**
   * Begins a file in a folder.
   *
   * @param steps that earlier starts have done and that count; what they wrote of later ones goes
   * @throws StoreException if the folder cannot be written
   */
  public static EventFile begin(Path folder, long steps) {
    List<Path> earlier = in(folder);
    for (Path file : earlier) {
      cut(file, steps);
    }
    long last = earlier.isEmpty() ? 0 : seconds(earlier.getLast());
    long now = Math.max((long) wallTime(), last + 1);
    String name = String.format(Locale.ROOT, "events.out.tfevents.%010d.rivulet", now);
    Path file = folder.resolve(name);
    try {
      EventFile events =
          new EventFile(file, Files.newOutputStream(file, StandardOpenOption.CREATE_NEW));
      events.add(new Message().real(WALL_TIME, wallTime()).text(VERSION, "brain.Event:2"));
      events.add(event(steps).message(SESSION, new Message().integer(STATUS, START)));
      events.flush();
      return events;
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  /** The files of events that were begun here, in the order of time. */
  public static List<Path> in(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> name(file).matches())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw failure(folder, e);
    }
  }

  private static Matcher name(Path file) {
    return NAME.matcher(file.getFileName().toString());
  }

  private static long seconds(Path file) {
    return Long.parseLong(name(file).replaceFirst("$1"));
  }

  private static void cut(Path file, long steps) {
    AtomicFile.requireRegular(file);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(EventRecord.bytesBefore(file, steps));
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  /**
   * Adds numbers of one step, by tag; what stands before the first slash of a tag is its group.
   *
   * @param step not below those before
   */
  public void numbers(long step, SequencedMap<String, Double> values) {
    Message summary = new Message();
    values.forEach((tag, value) ->
        summary.message(VALUE, new Message().text(TAG, tag).single(NUMBER, value.floatValue())));
    add(event(step).message(SUMMARY, summary));
  }

  private static Message event(long step) {
    return new Message().real(WALL_TIME, wallTime()).integer(STEP, step);
  }

  /** In seconds since 1970. */
  private static double wallTime() {
    return System.currentTimeMillis() * 1e-3;
  }

  private void add(Message event) {
    waiting.writeBytes(EventRecord.framed(event.bytes()));
  }

  /**
   * Writes what was added.
   *
   * @throws StoreException if that fails
   */
  public void flush() {
    try {
      waiting.writeTo(out);
      waiting.reset();
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  @Override
  public void close() {
    try (out) {
      flush();
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private static StoreException failure(Path file, IOException e) {
    return new StoreException(
        file
            + ": cannot be written ("
            + DataException.reason(e)
            + "): check free space and permissions",
        e);
  }
}
