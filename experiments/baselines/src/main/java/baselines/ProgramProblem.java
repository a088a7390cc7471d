package baselines;

import java.util.ArrayList;
import java.util.List;
import rivulet.tensor.Workspace;
import rivulet.train.Problem;
import rivulet.train.TrainConfig;
import rivulet.train.descent.Descent;
import rivulet.train.descent.WeightAverage;

/**
 * Programs that are trained together on the same batches, on one thread; they share nothing else.
 */
final class ProgramProblem implements Problem {
  /** The images of the batches, as programs take them. */
  interface Source {
    /** Chooses the images of an update. */
    void choose(long step);

    /** Makes image j of the batch ready for all programs. */
    void prepare(int j);

    /** Puts what a program takes of image j into a lane. */
    void load(int program, int j, GroupWorker into, int lane);
  }

  private final Workspace workspace = new Workspace();
  private final Source source;
  private final int batch;
  private final List<PlannedNetwork> networks = new ArrayList<>();
  private final List<Part> parts = new ArrayList<>();

  ProgramProblem(List<LossProgram> programs, TrainConfig config, Source source) {
    this.source = source;
    this.batch = config.batch();
    for (int number = 0; number < programs.size(); number++) {
      PlannedNetwork network = new PlannedNetwork(programs.get(number), workspace);
      networks.add(network);
      ProgramLoss loss = new ProgramLoss(network, number, config, source, workspace);
      parts.add(new Part(number, config.group(), loss, new Descent(config, network, workspace)));
    }
  }

  @Override
  public List<Part> parts() {
    return parts;
  }

  @Override
  public void choose(long step) {
    source.choose(step);
  }

  @Override
  public int loads() {
    return batch;
  }

  @Override
  public void load(int worker, int j) {
    source.prepare(j);
  }

  /** Goes on by other rates: a descent of the same state by another configuration. */
  void reschedule(TrainConfig config) {
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      Descent before = part.descent();
      Descent after = new Descent(config, networks.get(i), workspace);
      before
          .rules()
          .forEach((run, rule) ->
              rule.state()
                  .forEach(
                      (name, values) -> copy(values, after.rules().get(run).state().get(name))));
      before.averages().forEach((run, average) -> copy(average.values(), values(after, run)));
      after.restore(before.updates());
      before.close();
      parts.set(i, new Part(part.number(), part.group(), part.loss(), after));
    }
  }

  private static double[] values(Descent descent, String run) {
    WeightAverage average = descent.averages().get(run);
    return average.values();
  }

  private static void copy(double[] from, double[] to) {
    System.arraycopy(from, 0, to, 0, from.length);
  }

  /** The programs, planned, in their order; live. */
  List<PlannedNetwork> networks() {
    return networks;
  }

  /** Ends the training: the networks have the averages of their weights. */
  List<PlannedNetwork> finish() {
    parts.forEach(part -> part.descent().useAverages());
    networks.forEach(PlannedNetwork::changed);
    return networks;
  }

  Workspace workspace() {
    return workspace;
  }

  long parameters() {
    return networks.stream().mapToLong(network -> network.loss().parameters()).sum();
  }

  @Override
  public void close() {
    parts.forEach(part -> part.descent().close());
    workspace.close();
  }
}
