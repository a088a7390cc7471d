/**
 * Ordinary differential equations: explicit Runge–Kutta methods as data, solved for many
 * independent lanes at once, and gradients of such solves. The room knows neither tensors nor
 * images: a lane is one system with its own t, h, acceptance, error norm and status, and its state
 * sits in numbered registers that an {@link rivulet.ode.OdeSystem} holds.
 *
 * <h2>Equations (docs/mathematics.md sections 3, 4, 6)</h2>
 *
 * <pre>
 *   k_i = f(t + c_i h, y + h Σ_{j&lt;i} a_ij k_j)          y₁ = y + h Σ b_i k_i
 *   error ratio = rms_d( h Σ (b_i − b̂_i) k_i[d] / (atol + rtol·max(|y[d]|, |y₁[d]|)) )
 *                 a step is accepted if ≤ 1; two estimates combine to e₁²/√(e₁² + e₂²/100)
 *   quadratures (float64, never feed back, never counted in the error):  q += h Σ b_i rate_i
 *   adjoint:  k̄_i = h (b_i ȳ₁ + Σ_{j&gt;i} a_ji Ȳ_j)
 *             Ȳ_i = Jᵀ k̄_i + Σ_q h b_i w_q ∇rate_q             ȳ₀ = ȳ₁ + Σ Ȳ_i
 * </pre>
 *
 * <h2>Methods</h2>
 *
 * <table>
 *   <caption>{@code ButcherTableau.named}; evaluations per accepted step after the first; order
 *       of the solution within a step, H: by Hermite interpolation</caption>
 *   <tr><th>name</th><th>order</th><th>stages</th><th>evaluations</th><th>within</th>
 *       <th>use it for</th></tr>
 *   <tr><td>euler</td><td>1</td><td>1</td><td>1</td><td>1 H</td>
 *       <td>lessons; equal steps only</td></tr>
 *   <tr><td>midpoint, heun2, ralston2</td><td>2(1)</td><td>2</td><td>2</td><td>2 H</td>
 *       <td>a rough solve with few equal steps; ralston2 has the smallest error bound</td></tr>
 *   <tr><td>bosh3</td><td>3(2)</td><td>4</td><td>3, FSAL</td><td>3 H</td>
 *       <td>training of flows, tolerances 1e-2 to 1e-5</td></tr>
 *   <tr><td>rk4, rk4-3/8</td><td>4</td><td>4</td><td>4</td><td>3 H</td>
 *       <td>equal steps and references; no error estimate</td></tr>
 *   <tr><td>fehlberg45</td><td>4(5)</td><td>6</td><td>6</td><td>3 H</td>
 *       <td>comparison with older work; carries the fourth-order solution on</td></tr>
 *   <tr><td>cash-karp</td><td>5(4)</td><td>6</td><td>6</td><td>3 H</td>
 *       <td>comparison with older work</td></tr>
 *   <tr><td>dopri5</td><td>5(4)</td><td>7</td><td>6, FSAL</td><td>4</td>
 *       <td>evaluation, tolerances 1e-4 to 1e-8</td></tr>
 *   <tr><td>tsit5</td><td>5(4)</td><td>7</td><td>6, FSAL</td><td>4</td>
 *       <td>as dopri5, with smaller error constants</td></tr>
 *   <tr><td>dopri8</td><td>8(7)</td><td>13</td><td>13</td><td>3 H</td>
 *       <td>references, tolerances below 1e-8; Prince–Dormand 8(7)13M</td></tr>
 *   <tr><td>dop853</td><td>8(5,3)</td><td>12</td><td>12</td><td>7</td>
 *       <td>audits in float64, tolerances below 1e-6, and where much is wanted in between</td></tr>
 * </table>
 *
 * <p>Hermite interpolation costs one evaluation in a step with wanted times unless the method is
 * FSAL, that of dop853 four.
 *
 * <h2>DETEST</h2>
 *
 * <table>
 *   <caption>all 25 problems in float64: evaluations and largest error at the end, by
 *       {@code ./rivulet verify --detest}, which prints every problem</caption>
 *   <tr><th>tolerance</th><th>bosh3</th><th>fehlberg45</th><th>cash-karp</th><th>dopri5</th>
 *       <th>tsit5</th><th>dopri8</th><th>dop853</th></tr>
 *   <tr><td>1e-3</td><td>4342, 0.25</td><td>4361, 0.83</td><td>3638, 0.25</td>
 *       <td>4249, 0.88</td><td>4315, 0.68</td><td>6422, 0.047</td><td>5938, 0.063</td></tr>
 *   <tr><td>1e-6</td><td>30187, 4.4e-4</td><td>11506, 1.4e-3</td><td>9507, 9.0e-4</td>
 *       <td>10993, 8.7e-4</td><td>11071, 9.6e-5</td><td>11508, 3.2e-5</td>
 *       <td>10313, 1.4e-4</td></tr>
 *   <tr><td>1e-9</td><td>297223, 4.4e-7</td><td>37400, 2.0e-6</td><td>30026, 8.9e-7</td>
 *       <td>34645, 1.4e-7</td><td>34327, 1.5e-7</td><td>21919, 2.7e-8</td>
 *       <td>20518, 1.1e-7</td></tr>
 * </table>
 *
 * <h2>Adjoints</h2>
 *
 * <table>
 *   <caption>{@link rivulet.ode.adjoint.Adjoint.Kind}; N accepted steps, S stages; cost in evaluations
 *       with as many reversals, measured with dopri5 at 1e-5 beside the 62 evaluations of the
 *       solve forward</caption>
 *   <tr><th>kind</th><th>memory per lane</th><th>cost</th><th>accuracy</th>
 *       <th>when to use it</th></tr>
 *   <tr><td>discrete</td>
 *       <td>N states (256 at most, then binomial checkpoints) and the residuals of one to all
 *           steps</td>
 *       <td>N S reversals; N S evaluations unless residuals were kept (54); more where states
 *           are made again</td>
 *       <td>the gradient of what was computed, to rounding, at any tolerance</td>
 *       <td>always, unless there is a reason against it</td></tr>
 *   <tr><td>backsolve</td>
 *       <td>the end state, residuals of one evaluation</td>
 *       <td>about 2 N S (129): its steps also keep to the error of the cotangent</td>
 *       <td>of the order of the tolerance; lost where the field contracts strongly, since the
 *           state runs away backwards: watch its status</td>
 *       <td>no memory for states at all; comparison with published work</td></tr>
 *   <tr><td>interpolating</td>
 *       <td>as discrete, residuals of one evaluation</td>
 *       <td>about 3 to 4 N S (207)</td>
 *       <td>of the order of the tolerance and of the dense output; stable</td>
 *       <td>comparison; another tolerance for the gradient than for the solve</td></tr>
 * </table>
 *
 * <p>Both continuous ones keep the integral for θ out of the norm and measure λ in units of its end
 * value, so that the scale of a loss does not matter. Where a solve takes few steps (straight
 * paths) their step control sees as little of the quadratures as that of the solve.
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>A lane's result, steps and counts are the same bits in any company of lanes, and for a
 *       solver that was used before.
 *   <li>The last step ends on t₁ exactly; nothing is interpolated. An end within 1.01 steps is
 *       reached in one, one within two steps in two equal ones.
 *   <li>Wanted times change no step, no result and no count but that of evaluations.
 *   <li>Every solve ends, with a {@link rivulet.ode.Status} and the last good state in register 0.
 *       NaN in f, in the state or in a quadrature is a rejected step, never an accepted one.
 *   <li>Rates are evaluated only where they count: not in the starting step, not at stages with b_i
 *       = 0, not at the last FSAL stage of the last step (whose f, with equal steps, is not
 *       either).
 *   <li>Stage i of accepted step s has residual slot s·S + i. S is the number of stages up to the
 *       last one on which y₁ depends; the last stage of an FSAL method is stage 0 of the next step
 *       and has its slot. The slots of a rejected step are overwritten by the next attempt.
 *   <li>Steps are chosen with StrictMath only. Steady state allocates nothing on the heap.
 * </ul>
 *
 * <h2>Where to start</h2>
 *
 * <p>{@link rivulet.ode.method.ButcherTableau}, then {@link rivulet.ode.RungeKuttaSolver#solve},
 * then {@link rivulet.ode.adjoint.Adjoint}. {@link rivulet.ode.DoubleStateSpace} is the base for
 * systems in float64, {@link rivulet.ode.VectorFieldSystem} is one for a plain formula:
 *
 * <pre>{@code
 * var solver = new RungeKuttaSolver(SolverOptions.adaptive("dopri5", 1e-6), 1, 0);
 * VectorField decay = (t, y, dy) -> dy[0] = -y[0];
 * var system = new VectorFieldSystem(decay, 1, 1, solver.registers());
 * system.set(0, 0, 0, 1.0);                           // lane 0, register 0, entry 0
 * solver.solve(system, new int[] {0}, 1, 0, 1, Trajectory.none());
 * if (!solver.solution().finished(0)) {
 *   System.err.println(solver.solution().describe(0));
 * }
 * }</pre>
 */
package rivulet.ode;
