package rivulet.autodiff.plan;

import java.lang.foreign.MemorySegment;
import rivulet.tensor.Workspace;

/**
 * Parameters of one network, everything that follows from them between two updates, and their
 * gradients.
 *
 * @param parameters parameters, packed weights and maps, as the plan lays them out
 * @param gradients gradients at the same offsets as the parameters
 */
public record NetworkMemory(MemorySegment parameters, MemorySegment gradients) {
  /** Zero-filled memory for one network of the plan. */
  public static NetworkMemory allocate(Plan plan, Workspace workspace) {
    return new NetworkMemory(
        workspace.allocate(plan.bytes(Region.PARAMETERS)),
        workspace.allocate(plan.bytes(Region.GRADIENTS)));
  }
}
