/**
 * Ordinary differential equations: explicit Runge–Kutta methods as data, solved for many
 * independent lanes at once, and the exact gradient of such a solve. The room knows neither tensors
 * nor images: a lane is one system with its own t, h, acceptance, error norm and status, and its
 * state sits in numbered registers that an {@link rivulet.ode.OdeSystem} holds.
 *
 * <h2>Equations (math.md sections 3, 4, 6)</h2>
 *
 * <pre>
 *   k_i = f(t + c_i h, y + h Σ_{j&lt;i} a_ij k_j)          y₁ = y + h Σ b_i k_i
 *   error ratio = rms_d( h Σ (b_i − b̂_i) k_i[d] / (atol + rtol·max(|y[d]|, |y₁[d]|)) )
 *                 a step is accepted if ≤ 1
 *   quadratures (float64, never feed back, never counted in the error):  q += h Σ b_i rate_i
 *   adjoint:  k̄_i = h (b_i ȳ₁ + Σ_{j&gt;i} a_ji Ȳ_j)
 *             Ȳ_i = Jᵀ k̄_i + Σ_q h b_i w_q ∇rate_q             ȳ₀ = ȳ₁ + Σ Ȳ_i
 * </pre>
 *
 * <h2>Methods</h2>
 *
 * <table>
 *   <caption>{@code ButcherTableau.named}; evaluations per accepted step after the first</caption>
 *   <tr><th>name</th><th>order</th><th>stages</th><th>evaluations</th><th>use it for</th></tr>
 *   <tr><td>euler</td><td>1</td><td>1</td><td>1</td><td>lessons; equal steps only</td></tr>
 *   <tr><td>midpoint, heun2, ralston2</td><td>2(1)</td><td>2</td><td>2</td>
 *       <td>a rough solve with few equal steps; ralston2 has the smallest error bound</td></tr>
 *   <tr><td>bosh3</td><td>3(2)</td><td>4</td><td>3, FSAL</td>
 *       <td>training of flows, tolerances 1e-2 to 1e-5</td></tr>
 *   <tr><td>rk4, rk4-3/8</td><td>4</td><td>4</td><td>4</td>
 *       <td>equal steps and references; no error estimate</td></tr>
 *   <tr><td>fehlberg45</td><td>4(5)</td><td>6</td><td>6</td>
 *       <td>comparison with older work; carries the fourth-order solution on</td></tr>
 *   <tr><td>cash-karp</td><td>5(4)</td><td>6</td><td>6</td><td>comparison with older work</td></tr>
 *   <tr><td>dopri5</td><td>5(4)</td><td>7</td><td>6, FSAL</td>
 *       <td>evaluation, tolerances 1e-4 to 1e-8</td></tr>
 *   <tr><td>tsit5</td><td>5(4)</td><td>7</td><td>6, FSAL</td>
 *       <td>as dopri5, with smaller error constants</td></tr>
 *   <tr><td>dopri8</td><td>8(7)</td><td>13</td><td>13</td>
 *       <td>audits in float64, tolerances below 1e-8; Prince–Dormand 8(7)13M</td></tr>
 * </table>
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>A lane's result, steps and counts are the same bits in any company of lanes, and for a
 *       solver that was used before.
 *   <li>The last step ends on t₁ exactly; nothing is interpolated. An end within 1.01 steps is
 *       reached in one, one within two steps in two equal ones.
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
 * <p>{@link rivulet.ode.ButcherTableau}, then {@link rivulet.ode.RungeKuttaSolver#solve}, then
 * {@link rivulet.ode.DiscreteAdjoint}. {@link rivulet.ode.DoubleStateSpace} is the base for systems
 * in float64:
 *
 * <pre>{@code
 * var solver = new RungeKuttaSolver(SolverOptions.adaptive("dopri5", 1e-6), 1, 0);
 * var system = new MySystem(solver.registers());      // extends DoubleStateSpace, adds evaluate
 * system.set(0, 0, 0, 1.0);                           // lane 0, register 0, entry 0
 * solver.solve(system, new int[] {0}, 1, 0, 1, Trajectory.none());
 * if (!solver.solution().finished(0)) {
 *   System.err.println(solver.solution().describe(0));
 * }
 * }</pre>
 */
package rivulet.ode;
