package rivulet.flow.network;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.Map;
import rivulet.autodiff.plan.NetworkMemory;
import rivulet.autodiff.plan.Plan;
import rivulet.tensor.Workspace;

/** The parameters of one CNF block in native memory, by their names below the block. */
public final class BlockWeights {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private final Map<String, Plan.Parameter> places = new LinkedHashMap<>();
  private final NetworkMemory memory;

  BlockWeights(Plan plan, Workspace workspace) {
    plan.parameters().forEach(parameter -> places.put(parameter.name(), parameter));
    memory = NetworkMemory.allocate(plan, workspace);
  }

  public NetworkMemory memory() {
    return memory;
  }

  /** Places of the parameters in {@link #values()} and {@link #gradients()}, by name. */
  public Map<String, Plan.Parameter> places() {
    return places;
  }

  /** The parameters' memory. */
  public MemorySegment values() {
    return memory.parameters();
  }

  /** The gradients' memory, at the same offsets. */
  public MemorySegment gradients() {
    return memory.gradients();
  }

  /** Sets one parameter in canonical order. */
  public void set(String name, float[] values) {
    Plan.Parameter place = place(name);
    if (values.length != place.floats()) {
      throw new IllegalArgumentException(
          "weights: '" + name + "' has " + place.floats() + " entries, found " + values.length);
    }
    for (int i = 0; i < values.length; i++) {
      memory.parameters().set(FLOAT, place.offset() + 4L * i, values[i]);
    }
  }

  /** One parameter in canonical order. */
  public float[] get(String name) {
    return read(memory.parameters(), name);
  }

  /** Gradient of one parameter in canonical order. */
  public float[] gradient(String name) {
    return read(memory.gradients(), name);
  }

  private float[] read(MemorySegment from, String name) {
    Plan.Parameter place = place(name);
    float[] values = new float[place.floats()];
    for (int i = 0; i < values.length; i++) {
      values[i] = from.get(FLOAT, place.offset() + 4L * i);
    }
    return values;
  }

  private Plan.Parameter place(String name) {
    Plan.Parameter place = places.get(name);
    if (place == null) {
      throw new IllegalArgumentException(
          "weights: no parameter '" + name + "'; there are " + places.keySet());
    }
    return place;
  }
}
