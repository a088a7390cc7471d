package rivulet.autodiff.plan;

/** Where a value of a {@link Plan} lives; each region is one block of native memory. */
enum Region {
  /** What a parameter update changes: parameters, packed weights, maps. One per network. */
  PARAMETERS,
  /** What a solve keeps: condition, probe and what follows from them. One per lane. */
  SOLVE,
  /** Residuals of one evaluation that its reverse needs. One per lane and slot. */
  TAPE,
  /** Temporaries of one evaluation. One per lane. */
  SCRATCH,
  /**
   * Temporaries of the rows of one strip, as {@link rivulet.autodiff.plan.schedule.Strips} says.
   * One per lane.
   */
  STRIP,
  /** The register that holds the state, or in the reverse the cotangent of f. */
  STATE,
  /** The register that receives f, or in the reverse the cotangent of the state. */
  DERIVATIVE,
  /** Cotangents summed over the evaluations of one solve. One per lane. */
  SOLVE_SUM,
  /** Cotangents summed over a group: what the gradients of all parameters follow from. */
  UPDATE_SUM,
  /** Gradients of the parameters. One per network. */
  GRADIENTS,
  /** Row registers of fused operations. One per member of a worker's crew. */
  ROWS,
  /** Scratch of convolutions. One per member of a worker's crew. */
  WORK;

  static final int COUNT = values().length;

  /** Place in arrays by region. */
  @SuppressWarnings("EnumOrdinal") // arrays by region are private to this room
  int index() {
    return ordinal();
  }
}
