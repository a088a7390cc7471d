package rivulet.store.event;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.store.StoreException;

/** What another program reads of event files, also after kills and restarts. */
final class EventFileContractTest {
  @TempDir private Path folder;

  private static SequencedMap<String, Double> values(double loss) {
    SequencedMap<String, Double> values = new LinkedHashMap<>();
    values.put("loss/level_0", loss);
    values.put("norm/größe", 1e-30);
    return values;
  }

  private void write(long from, long to) {
    try (EventFile file = EventFile.begin(folder, from)) {
      for (long step = from; step < to; step++) {
        file.numbers(step, values(step * 0.5));
      }
    }
  }

  private List<Long> steps() throws IOException {
    return EventReader.folder(folder).stream()
        .filter(event -> !event.values().isEmpty())
        .map(EventReader.Event::step)
        .toList();
  }

  private static List<Long> upTo(long end) {
    return LongStream.range(0, end).boxed().toList();
  }

  /** Written down once from the published definition: "123456789" has the CRC-32C e3069283. */
  @Test
  void aRecordHasTheBytesOfTheFormat() {
    byte[] record = EventRecord.framed("123456789".getBytes(StandardCharsets.US_ASCII));
    assertEquals("0900000000000000", HexFormat.of().formatHex(record, 0, 8));
    int sum = 0xe3069283;
    int masked = (sum >>> 15 | sum << 17) + 0xa282ead8;
    assertEquals(
        HexFormat.of().toHexDigits(Integer.reverseBytes(masked)),
        HexFormat.of().formatHex(record, record.length - 4, record.length));
  }

  @Test
  void numbersAreReadBackUnderTheirTags() throws IOException {
    double before = System.currentTimeMillis() / 1000.0;
    try (EventFile file = EventFile.begin(folder, 0)) {
      file.numbers(0, values(2.25));
      file.numbers(1L << 40, values(-1));
    }
    List<EventReader.Event> events = EventReader.folder(folder);
    assertEquals("brain.Event:2", events.getFirst().version());
    assertTrue(events.get(1).start());
    assertEquals(Map.of("loss/level_0", 2.25f, "norm/größe", 1e-30f), events.get(2).values());
    assertEquals(1L << 40, events.get(3).step());
    for (EventReader.Event event : events) {
      assertTrue(event.wallTime() >= before && event.wallTime() <= before + 60, event.toString());
    }
  }

  @Test
  void whatWasFlushedIsReadWhileTheFileGrows() throws IOException {
    try (EventFile file = EventFile.begin(folder, 0)) {
      file.numbers(0, values(1));
      assertEquals(upTo(0), steps());
      file.flush();
      assertEquals(upTo(1), steps());
    }
  }

  @Test
  void stepsThatWereLostStandOnceAfterTheNextStart() throws IOException {
    write(0, 200);
    write(130, 150);
    write(140, 300);
    assertEquals(upTo(300), steps());
    List<Long> starts =
        EventReader.folder(folder).stream()
            .filter(EventReader.Event::start)
            .map(EventReader.Event::step)
            .toList();
    assertEquals(List.of(0L, 130L, 140L), starts);
  }

  @Test
  void aRunFromTheStartLeavesNothingOfAnEarlierOne() throws IOException {
    write(0, 20);
    write(0, 5);
    assertEquals(upTo(5), steps());
  }

  /** Wherever a kill cuts the last writing off. */
  @Test
  void halfARecordIsTheEndAndGoesAtTheNextStart() throws IOException {
    write(0, 4);
    Path first = EventFile.in(folder).getFirst();
    byte[] whole = Files.readAllBytes(first);
    int record = (whole.length - first(whole)) / 4;
    for (int lost = 1; lost <= record; lost++) {
      Files.write(first, Arrays.copyOf(whole, whole.length - lost));
      assertEquals(upTo(3), steps(), lost + " bytes lost");
    }
    Files.write(first, Arrays.copyOf(whole, whole.length - 1));
    write(3, 6);
    assertEquals(upTo(6), steps());
    assertArrayEquals(Arrays.copyOf(whole, whole.length - record), Files.readAllBytes(first));
  }

  /** Bytes before the first update: the records of version and start. */
  private static int first(byte[] file) {
    int version = 8 + 4 + file[0] + 4;
    return version + 8 + 4 + file[version] + 4;
  }

  @Test
  void bytesThatAreDamagedEndWhatIsKept() throws IOException {
    write(0, 4);
    Path file = EventFile.in(folder).getFirst();
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 20]++;
    Files.write(file, bytes);
    write(4, 5);
    assertEquals(List.of(0L, 1L, 2L, 4L), steps());
  }

  @Test
  void laterStartsHaveLaterNames() {
    for (int start = 0; start < 4; start++) {
      write(start, start + 1);
    }
    List<Path> files = EventFile.in(folder);
    assertEquals(4, files.size());
    for (Path file : files) {
      String name = file.getFileName().toString();
      assertTrue(name.matches("events\\.out\\.tfevents\\.\\d{10}\\.rivulet"), name);
    }
  }

  @Test
  void aFolderThatIsMissingIsSaidInOneLine() {
    StoreException failure =
        assertThrows(StoreException.class, () -> EventFile.begin(folder.resolve("none"), 0));
    assertTrue(failure.getMessage().contains("none: cannot be written"), failure.getMessage());
  }
}
