/**
 * Vector fields as programs: the published network ({@link rivulet.flow.network.NetworkSpec}), its
 * divergence ({@link rivulet.flow.network.Divergence}), and a level's blocks in native memory
 * ({@link rivulet.flow.network.CnfLevel}).
 */
package rivulet.flow.network;
