package rivulet.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import rivulet.store.RunDirectory;
import rivulet.store.StoredModel;
import rivulet.store.event.EventFile;

/**
 * The metrics of a run as TensorBoard shows them: a curve for each column and level, and the pace.
 */
final class TrainingEvents implements AutoCloseable {
  private final EventFile file;
  private final int batch;
  private long before;

  /**
   * Begins a file in a run's folder.
   *
   * @param steps updates that the run has done
   * @param batch images per update
   */
  TrainingEvents(RunDirectory run, long steps, int batch) {
    this.file = EventFile.begin(run.root(), steps);
    this.batch = batch;
  }

  /**
   * Adds an update.
   *
   * @param rows one per level, as {@link MetricsLog} has them; what is no number is left out
   */
  void write(long step, List<? extends Map<String, Object>> rows) {
    SequencedMap<String, Double> values = new LinkedHashMap<>();
    for (Map<String, Object> row : rows) {
      String level = level((int) row.get("level"));
      row.forEach((name, cell) -> {
        double value = number(cell);
        if (!name.equals("step") && !name.equals("level") && Double.isFinite(value)) {
          // validation is of the whole model, and stands in the row of each level
          boolean whole = name.equals(StoredModel.VALIDATION_BITS);
          values.put(whole ? name : name + "/" + level, value);
        }
      });
    }
    long now = System.nanoTime();
    if (before != 0) { // what came before the first update was no update
      values.put("images_per_second", batch / ((now - before) * 1e-9));
    }
    before = now;
    file.numbers(step, values);
  }

  private static String level(int number) {
    return number == LevelMetrics.WHOLE_IMAGE ? "whole_image" : "level_" + number;
  }

  private static double number(Object cell) {
    return switch (cell) {
      case Number number -> number.doubleValue();
      case Boolean yes -> yes ? 1 : 0;
      default -> Double.NaN;
    };
  }

  void flush() {
    file.flush();
  }

  @Override
  public void close() {
    file.close();
  }
}
