/**
 * Automatic differentiation as program transformation. A vector field is traced once per shape into
 * a straight list of primitive operations; its tangents and its reverse are again such lists; and
 * two executors run them: kernels on native float32 memory, and plain float64 loops. The room knows
 * images, kernels and binding times, but no word of flows or solvers.
 *
 * <h2>The way of a program</h2>
 *
 * <pre>
 *   Tracer ──► Program f ──► Jvp ──► Program (f, Jε) ──► Vjp ──► Gradient (three segments)
 *                 │                        │                         │
 *                 └────────────────────────┴──────────┬──────────────┘
 *                                                     ▼
 *         Interpreter: float64, one value after the other          (oracle, audits, lessons)
 *         Plan: homes, fused rows, batched kernels ──► Frame: one worker's memory   (products)
 * </pre>
 *
 * <ul>
 *   <li>{@link rivulet.autodiff.Tracer} records {@link rivulet.autodiff.Value}s, each the result of
 *       one {@link rivulet.autodiff.Op}, and checks shapes. Printing a {@link
 *       rivulet.autodiff.Program} gives its mathematics with shapes, binding times and operations.
 *   <li>{@link rivulet.autodiff.Jvp} adds, for any number of directions, the tangent of every value
 *       that depends on one input; derivatives of activations are shared by all of them. Directions
 *       are any images of the input's shape: inputs {@code z'0 … z'(k-1)} with tangents of outputs
 *       as outputs {@code f'0 …}, or constants such as the indicator of a {@link
 *       rivulet.autodiff.Lattice}. Sums ({@link rivulet.autodiff.Tracer#dot}) are added after it.
 *   <li>{@link rivulet.autodiff.Vjp} reverses a program, tangents included, from chosen outputs to
 *       the state and to all parameters, or to inputs that are constant through a solve instead.
 *   <li>{@link rivulet.autodiff.plan.Plan} gives every value a home in native memory and turns each
 *       phase into kernel calls. It is immutable and shared; each worker runs it in its own {@link
 *       rivulet.autodiff.plan.Frame} on a group of images, with the weights of a {@link
 *       rivulet.autodiff.plan.NetworkMemory}.
 *   <li>{@link rivulet.autodiff.Interpreter} runs any program, also those that a plan refuses.
 * </ul>
 *
 * <h2>Equations (docs/mathematics.md sections 3, 4 and 6)</h2>
 *
 * <p>Every primitive is linear in each operand, except the activations φ and waves. With ẋ a
 * tangent and ȳ the cotangent of a result y:
 *
 * <table>
 *   <caption>Rules; broadcast operands receive the sum over what they were broadcast to</caption>
 *   <tr><th>y</th><th>tangent</th><th>cotangents</th></tr>
 *   <tr><td>conv(x, w)</td><td>conv(ẋ, w)</td><td>x̄ = convᵀ(ȳ, w), w̄ = ∂conv/∂w(x, ȳ)</td></tr>
 *   <tr><td>convᵀ(g, w)</td><td>convᵀ(ġ, w)</td><td>ḡ = conv(ȳ, w), w̄ = ∂conv/∂w(ȳ, g)</td></tr>
 *   <tr><td>a + b</td><td>ȧ + ḃ</td><td>ā = ȳ, b̄ = ȳ</td></tr>
 *   <tr><td>a ⊙ b</td><td>ȧ ⊙ b + a ⊙ ḃ</td><td>ā = ȳ ⊙ b, b̄ = ȳ ⊙ a</td></tr>
 *   <tr><td>φ(x)</td><td>φ′(x) ⊙ ẋ</td><td>x̄ = φ′(x) ⊙ ȳ</td></tr>
 *   <tr><td>φ′(x)</td><td>φ″(x) ⊙ ẋ</td><td>x̄ = φ″(x) ⊙ ȳ, φ″ from (φ, φ′) where that is
 *       cheaper</td></tr>
 *   <tr><td>sin 2πfx, cos 2πfx</td><td>2πf cos 2πfx ⊙ ẋ, −2πf sin 2πfx ⊙ ẋ</td><td>alike</td></tr>
 *   <tr><td>stretch(x)</td><td>stretch(ẋ)</td><td>x̄ = shrink(ȳ): inner rows and columns
 *       summed</td></tr>
 *   <tr><td>s·⟨a, b⟩</td><td>none</td><td>ā = s ȳ b, b̄ = s ȳ a</td></tr>
 * </table>
 *
 * <p>So ε·Jε and ‖Jε‖² come from one forward pass, and their gradients from plain reverse mode over
 * the pair (primal, tangent).
 *
 * <h2>Binding times</h2>
 *
 * <p>A value is bound as late as the latest of its operands: per {@code UPDATE} of the parameters,
 * per {@code SOLVE} (condition, probe), or per {@code EVALUATION} (state, time); sums are rates and
 * always belong to evaluations. Each value is computed once per its binding time and kept: packed
 * weights and the map of the time channel, the convolution of the condition and of ε.
 *
 * <p>The reverse is cut at the same places. A cotangent that reaches an operand bound earlier goes
 * into a {@link rivulet.autodiff.Sink}: it is added to an accumulator, and the earlier part is
 * reversed once, when all evaluations (or all solves) have delivered. Reversal being linear in the
 * cotangents, this is exact. The phases of a frame, in their order:
 *
 * <pre>
 *   UPDATE                                       after the parameters changed
 *     SOLVE                                      after condition and probes were set
 *       EVALUATE | EVALUATE_PRIMAL               f and rates, residuals to the tape | f alone
 *       REVERSE_EVALUATION                       cotangents of f and rates → of the state, sinks
 *     REVERSE_SOLVE                              per lane, after all its evaluations; gradients of
 *                                                constant inputs, if asked for
 *   REVERSE_UPDATE                               gradients, from sums over lanes, groups, workers
 * </pre>
 *
 * <h2>Sections</h2>
 *
 * <p>Many tangents at once would fill more memory than the caches hold. {@link
 * rivulet.autodiff.Tracer#endSection} marks places that a plan does not schedule across: it
 * finishes what was recorded before, then reuses the memory. The bits are the same with and
 * without.
 *
 * <h2>Crews</h2>
 *
 * <p>A frame belongs to one worker. If that worker has a crew ({@link
 * rivulet.autodiff.plan.Frame#crew}), convolutions and fused rows that take long enough are
 * computed in bands of rows, each {@code Member} with its own scratch, row registers and addresses.
 * Everything else stays with the worker: sums over pixels, kernel gradients, and what is short. A
 * row is computed as it would be in the whole, so no bit depends on the crew.
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>Operands stand before their users; ids ascend without gaps; a program never changes.
 *   <li>What a lane computes has the same bits alone and in any group. Only sums for shared targets
 *       see the other lanes, added in the order in which the lanes were selected.
 *   <li>{@code EVALUATE_PRIMAL} and a plan without reverse give the bits of {@code EVALUATE}.
 *   <li>Borders of images are zero and nothing writes them: 3×3 convolutions read them. A value
 *       that meets 3×3 kernels cannot meet 1×1 kernels in a plan.
 *   <li>In a plan kernels change with updates only, and parameters are vectors or kernels. The
 *       interpreter has neither restriction.
 *   <li>Running a phase allocates nothing on the heap.
 * </ul>
 *
 * <h2>Adding a primitive</h2>
 *
 * <ol>
 *   <li>A record in {@link rivulet.autodiff.Op}; the compiler then names every {@code switch} that
 *       must know it.
 *   <li>A method in {@code Tracer}: checks, shape, message with both shapes.
 *   <li>{@code Interpreter}: the plain loop; {@code ProgramPrinter}: notation and operations.
 *   <li>A tangent in {@code Jvp.partial} and cotangents in {@code Vjp.pull}, in terms of
 *       primitives.
 *   <li>In the plan: elementwise operations as a {@code RowOp} that {@code RowCode} writes, others
 *       as an {@code Instruction} that {@code StepCode} writes, a {@code BandedInstruction} if its
 *       rows do not depend on each other; borders in {@code schedule.PhaseValues}.
 *   <li>A sample in {@code SamplePrograms} (gradients against central differences) and a case in
 *       {@code RandomProgram} (float32 against float64).
 * </ol>
 *
 * <h2>Where to start</h2>
 *
 * <p>{@link rivulet.autodiff.Op}, {@link rivulet.autodiff.Tracer}, {@link rivulet.autodiff.Vjp},
 * then {@link rivulet.autodiff.plan.Plan}.
 *
 * <pre>{@code
 * var tracer = new Tracer();
 * var z = tracer.image("z", new Shape(3, 8, 8), Binding.EVALUATION);
 * var w = tracer.parameter("w", new KernelShape(3, 3, 3));
 * tracer.output("f", tracer.activate(Activation.TANH, tracer.convolve(z, w)));
 * var dual = Jvp.transform(tracer.program(), "z", 1);          // f and f'0 = J z'0
 * System.out.print(dual);
 * var gradient = Vjp.transform(dual, "z", List.of("f", "f'0"));
 * }</pre>
 */
package rivulet.autodiff;
