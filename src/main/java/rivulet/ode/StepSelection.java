package rivulet.ode;

/** How steps are chosen. */
public sealed interface StepSelection permits AdaptiveSteps, FixedSteps {}
