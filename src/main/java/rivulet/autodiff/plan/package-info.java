/**
 * Programs made ready to run: {@link rivulet.autodiff.plan.Plan} gives every value a home in one
 * workspace and cuts the program by binding time; {@link rivulet.autodiff.plan.Frame} runs it for a
 * group of images. Instructions are one file each.
 *
 * <p>A plan is made by passes, each of which reads the values that those before it made:
 *
 * <table>
 *   <caption>From a program to a plan</caption>
 *   <tr><th>pass</th><th>makes</th></tr>
 *   <tr><td>{@code PhaseValues}</td><td>which values each phase computes, which have borders</td></tr>
 *   <tr><td>{@code Scheduler}</td><td>{@code PlannedPhase}s: their {@code Step}s in order; {@code
 *       RowGroups} chooses elementwise values that go together, {@code RowOrder} what becomes one
 *       {@code RowStep}</td></tr>
 *   <tr><td>{@code Homes}</td><td>{@code InputPlaces}, {@code Homes.OfPhase} ({@code PhasePlacer},
 *       {@code RowRegisters}) and {@code SharedPlaces}: an {@code Operand} for every value</td></tr>
 *   <tr><td>{@code PlanCode}</td><td>instructions by phase ({@code StepCode}; {@code RowCode} writes
 *       {@code RowOp}s)</td></tr>
 * </table>
 *
 * <p>Where the temporaries of an image would be large and nothing is reversed, {@code Strips}
 * divides the images: a phase goes through all its instructions for one strip of rows after the
 * other, and temporaries have room for a strip and what is read around it. Bits are those of whole
 * images.
 */
package rivulet.autodiff.plan;
