package rivulet.autodiff;

import java.util.List;
import java.util.Map;

/**
 * The reverse computation of one binding time.
 *
 * @param values values computed, in order
 * @param sinks cotangents handed to earlier binding times
 * @param outputs gradients of inputs, by input name
 */
public record Segment(List<Value> values, List<Sink> sinks, Map<String, Value> outputs) {
  public Segment {
    values = List.copyOf(values);
    sinks = List.copyOf(sinks);
  }
}
