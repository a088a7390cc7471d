package rivulet.perf.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rivulet.perf.ConvolutionCase;

/** What a run was asked for, and the rows that it has so far. */
final class Setting {
  private final int threads;
  private final boolean quick;
  private final List<String> only;
  private final Duel duel;
  private final Duel tasks;
  private final Optional<OneDnn> dnn;
  private final List<Row> rows = new ArrayList<>();

  /**
   * A setting without rows.
   *
   * @param only texts of which the names of cases contain one; empty for all cases
   * @param dnn oneDNN, where it is installed
   */
  Setting(int threads, boolean quick, List<String> only, Optional<OneDnn> dnn) {
    this.threads = threads;
    this.quick = quick;
    this.only = only;
    this.duel = new Duel(quick ? Duel.Pace.QUICK : Duel.Pace.FULL);
    this.tasks = new Duel(quick ? Duel.Pace.QUICK_TASK : Duel.Pace.TASK);
    this.dnn = dnn;
  }

  int threads() {
    return threads;
  }

  boolean quick() {
    return quick;
  }

  boolean wants(String name) {
    return only.isEmpty() || only.stream().anyMatch(name::contains);
  }

  /** Whether cases with that word were asked for. */
  boolean names(String word) {
    return only.stream().anyMatch(text -> text.contains(word));
  }

  /** The algorithms by which oneDNN computes a case; none where it is absent. */
  List<Peer> oneDnn(ConvolutionCase problem, int images) {
    return dnn.map(process -> process.algorithms(problem, images)).orElse(List.of());
  }

  /** Times one match, prints its row and closes the peers; nothing happens without a peer. */
  void add(Duel.Match match, List<Peer> variants) throws InterruptedException {
    if (variants.isEmpty()) {
      return;
    }
    boolean task = match.kernels().isPresent();
    Row row = (task ? tasks : duel).run(match, variants, threads);
    rows.add(row);
    System.err.println(row.line());
    variants.forEach(Peer::close);
  }

  List<Row> rows() {
    return rows;
  }
}
