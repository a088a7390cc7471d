package rivulet.autodiff.plan.schedule;

import java.util.List;
import rivulet.autodiff.plan.Plan;

/** The work of a phase in order. */
public record PlannedPhase(PhaseWork work, List<Step> steps) {
  public Plan.Phase phase() {
    return work.phase();
  }
}
