package rivulet.flow;

import rivulet.autodiff.Jvp;
import rivulet.autodiff.TracedField;
import rivulet.autodiff.plan.Frame;
import rivulet.autodiff.plan.Plan;
import rivulet.flow.network.CnfLevel;

/** The blocks of a level as a group of images meets them: weights, and each lane's own probes. */
final class GroupBlocks {
  private final CnfLevel level;
  private final GroupSystem system;
  private final double[][][] probes;
  private final String[] probeNames;
  private final int entries;

  GroupBlocks(CnfLevel level, GroupSystem system) {
    this.level = level;
    this.system = system;
    this.entries = (int) level.spec().state().elements();
    this.probes = new double[count()][system.lanes()][level.probes() * entries];
    this.probeNames = new String[level.probes()];
    for (int k = 0; k < probeNames.length; k++) {
      probeNames[k] = Jvp.tangentName(TracedField.STATE, k);
    }
  }

  int count() {
    return level.blocks().size();
  }

  /** Probes of a lane in one block. */
  int probesPerLane() {
    return probeNames.length;
  }

  /** Shows the block that runs a probe of a lane. */
  void show(int probe, int lane, double[] planar, int from) {
    system.frame().setImage(probeNames[probe], lane, planar, from);
  }

  /** Probes of a block by lane, planar, one after the other; live. */
  double[][] probes(int block) {
    return probes[block];
  }

  /** Makes a block the one that runs for the listed lanes, with their probes if they are needed. */
  void bind(int block, int[] lanes, int listed, boolean withProbes) {
    Frame frame = system.frame();
    frame.bind(level.blocks().get(block).memory());
    frame.select(lanes, listed);
    for (int i = 0; i < listed && withProbes; i++) {
      for (int k = 0; k < probeNames.length; k++) {
        show(k, lanes[i], probes[block][lanes[i]], k * entries);
      }
    }
    frame.run(Plan.Phase.SOLVE);
  }
}
