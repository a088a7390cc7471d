/**
 * Vector fields as programs: the published network ({@link rivulet.flow.network.NetworkSpec}), its
 * divergence ({@link rivulet.flow.network.Divergence}), and a level's blocks in native memory
 * ({@link rivulet.flow.network.CnfLevel}).
 *
 * <p>A second network of the house is a record that {@link rivulet.flow.network.LevelFields}
 * permits beside {@link rivulet.flow.network.Networks}: cases in the store room's {@code
 * SpecMetadata} and in {@link rivulet.flow.ModelSpec#toString}, which the compiler names, and its
 * choice in {@code training.Network}.
 */
package rivulet.flow.network;
