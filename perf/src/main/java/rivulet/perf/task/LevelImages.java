package rivulet.perf.task;

/**
 * Images at one level, in model space, planar and one after the other.
 *
 * @param count how many
 * @param states where the flow begins
 * @param conditions what the network sees of the coarser images; empty at level 0
 */
public record LevelImages(int count, float[] states, float[] conditions) {}
