package rivulet.autodiff;

/** How often a value changes; a value is computed once per its binding time and then kept. */
public enum Binding {
  /** Depends on parameters and constants only: once per parameter update. */
  UPDATE,
  /** Depends on what is fixed during one solve (the condition, the probe): once per solve. */
  SOLVE,
  /** Depends on state or time: at every evaluation of the vector field. */
  EVALUATION;

  static Binding later(Binding a, Binding b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
