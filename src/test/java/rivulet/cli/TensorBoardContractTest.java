package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.Images;
import rivulet.store.event.EventFile;
import rivulet.store.event.EventReader;
import rivulet.training.Network;
import rivulet.training.Training;

/** Event files say what the metrics say, once for each update, and change no result. */
final class TensorBoardContractTest {
  @TempDir private Path folder;

  private Path data;

  @BeforeEach
  void writeImages() throws IOException {
    data = TinyImages.write(folder, 12);
  }

  private Path train(String run, Object... more) {
    List<Object> words = new ArrayList<>(List.of("train", "--out", folder.resolve(run)));
    words.addAll(List.of("--threads", 1));
    words.addAll(List.of(more));
    CommandRun done = CommandRun.of(List.of(new TrainCommand()), words.toArray());
    assertEquals(0, done.exitCode(), done.error());
    return folder.resolve(run);
  }

  private Path begin(String run, Object... more) {
    List<Object> words = new ArrayList<>(List.of("--data", data, "--hidden", "4,4"));
    words.addAll(List.of("--batch", 6, "--pre-transform", "affine"));
    words.addAll(List.of(more));
    return train(run, words.toArray());
  }

  /** What the table of metrics holds, as an event would have it. */
  private static List<Map<String, Float>> table(Path run) throws IOException {
    List<String> lines = Files.readAllLines(run.resolve("metrics.csv"));
    String[] names = lines.getFirst().split(",", -1);
    List<Map<String, Float>> updates = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      int step = Integer.parseInt(cells[0]);
      if (step == updates.size()) {
        updates.add(new TreeMap<>());
      }
      for (int i = 2; i < cells.length; i++) {
        float value =
            switch (cells[i]) {
              case "true" -> 1;
              case "false" -> 0;
              default -> (float) Double.parseDouble(cells[i]);
            };
        if (Float.isFinite(value)) {
          updates.get(step).put(names[i] + "/level_" + cells[1], value);
        }
      }
    }
    return updates;
  }

  private static List<Map<String, Float>> events(Path run) throws IOException {
    List<Map<String, Float>> updates = new ArrayList<>();
    for (EventReader.Event event : EventReader.folder(run)) {
      if (!event.values().isEmpty()) {
        assertEquals(updates.size(), event.step(), "each update once, in order");
        Map<String, Float> values = new TreeMap<>(event.values());
        Float pace = values.remove("images_per_second");
        assertTrue(pace == null || pace > 0, values.toString());
        updates.add(values);
      }
    }
    return updates;
  }

  @Test
  void eventsAreTheMetricsOfBothObjectives() throws IOException {
    Path run =
        begin("run", "--steps", 6, "--objective", "hybrid", "--matching-steps", 3, "--tensorboard");
    assertEquals(6, events(run).size());
    assertEquals(table(run), events(run));
    assertTrue(events(run).get(0).containsKey("matching_loss/level_0"));
    assertTrue(events(run).get(5).containsKey("bits_per_dim/level_2"));
    long paced =
        EventReader.folder(run).stream()
            .filter(event -> event.values().containsKey("images_per_second"))
            .count();
    assertEquals(5, paced, "all updates but the first, before which there is none");
  }

  @Test
  void aRunThatGoesOnWritesOnAndTheModelIsTheSame() throws IOException {
    Path plain = begin("plain", "--steps", 7);
    assertEquals(List.of(), EventFile.in(plain));
    Path parts = begin("parts", "--steps", 4, "--cosine-steps", 7, "--tensorboard");
    train("parts", "--resume", "--steps", 7);
    assertEquals(2, EventFile.in(parts).size());
    assertEquals(table(plain), events(parts));
    assertArrayEquals(
        Files.readAllBytes(plain.resolve("model.safetensors")),
        Files.readAllBytes(parts.resolve("model.safetensors")));
  }

  @Test
  void aRunBegunWithoutThemMayGoOnWithThem() throws IOException {
    Path run = begin("run", "--steps", 2, "--cosine-steps", 4);
    train("run", "--resume", "--steps", 4, "--tensorboard");
    List<EventReader.Event> events = EventReader.folder(run);
    assertEquals(List.of(2L, 2L, 3L), events.stream().skip(1).map(event -> event.step()).toList());
  }

  @Test
  void aProgramGetsThemToo() throws IOException {
    Path run = folder.resolve("run");
    Training.of(Images.read(data))
        .network(Network.usual().hidden("4,4").preTransform("affine"))
        .batch(6)
        .updates(2)
        .threads(1)
        .tensorBoard(true)
        .run(run, (step, loss) -> true);
    assertEquals(table(run), events(run));
  }
}
