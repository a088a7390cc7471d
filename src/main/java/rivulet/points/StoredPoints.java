package rivulet.points;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a file of a model of points holds.
 *
 * @param model the numbers
 * @param provenance data, training configuration and what was measured, by name
 */
public record StoredPoints(PointModel model, SortedMap<String, String> provenance) {
  /** Copies the map. */
  public StoredPoints {
    provenance = Collections.unmodifiableSortedMap(new TreeMap<>(provenance));
  }
}
