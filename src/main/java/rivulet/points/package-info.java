/**
 * Densities of points: in the plane, on the line, in tables, and a mixture of normals whose
 * velocity is known in closed form (docs/mathematics.md, sections 5 and 6).
 *
 * <p>The same flow as for images, {@code log p(x) = log|det affine| + ∫ tr ∂f/∂z dt + log N(z_1; 0,
 * I)}, with a network of 1×1 kernels: a point of D columns is an image of D channels and one pixel.
 * Under likelihood and in every measurement each point is solved by itself, with its own times and
 * steps, and the divergence is exact, by D unit tangents. Under matching, where nothing is solved,
 * points that share a time are the pixels of one image.
 *
 * <p>How the pieces fit:
 *
 * <ul>
 *   <li>{@link rivulet.points.PointSource} draws points: {@link rivulet.points.PlaneDensity},
 *       {@link rivulet.points.LineDensity}, {@link rivulet.points.GaussianMixture} or a {@link
 *       rivulet.points.table.Table}.
 *   <li>{@link rivulet.points.PointShape} says which field: another one of the house is a record
 *       beside {@link rivulet.points.PointNetwork}, with its cases in {@link
 *       rivulet.points.PointModelFile} and its choice in {@code PointTraining}.
 *   <li>{@link rivulet.points.PointProblem} turns a fresh {@link rivulet.points.PointModel} into a
 *       trained one, by {@link rivulet.train.Objective}.
 *   <li>{@link rivulet.points.PointEvaluation} measures it in nats; {@link
 *       rivulet.points.PointPicture} shows it, with its {@link rivulet.points.PointVelocity};
 *       {@link rivulet.points.PointTrajectories} tells the ways of points, {@link
 *       rivulet.points.FlowLines} those that keep mass on the line; {@link
 *       rivulet.points.VelocityError} compares a learnt velocity with the closed form.
 * </ul>
 *
 * <h2>Figures</h2>
 *
 * <p>{@code rivulet play --density NAME}, seed 1, with its defaults: 12,000 updates of 512 points
 * by matching, in 32 to 38 seconds of one processor each, and 54 to 62 evaluations per point at a
 * tolerance of 1e-5:
 *
 * <table>
 *   <caption>−ln p of 10,000 held-out points in nats, and the entropy, which is the least
 *       possible</caption>
 *   <tr><th>density</th><th>−ln p</th><th>entropy</th></tr>
 *   <tr><td>8gaussians</td><td>2.839 ± 0.010</td><td>2.828</td></tr>
 *   <tr><td>checkerboard</td><td>3.528 ± 0.003</td><td>3.466</td></tr>
 *   <tr><td>moons</td><td>2.392 ± 0.007</td><td>2.393</td></tr>
 *   <tr><td>circles</td><td>3.274 ± 0.008</td><td>3.272</td></tr>
 *   <tr><td>rings</td><td>2.654 ± 0.009</td><td>2.627</td></tr>
 *   <tr><td>swissroll</td><td>2.676 ± 0.008</td><td>2.666</td></tr>
 *   <tr><td>2spirals</td><td>2.668 ± 0.007</td><td>2.646</td></tr>
 *   <tr><td>pinwheel</td><td>2.329 ± 0.010</td><td>2.315</td></tr>
 * </table>
 *
 * <p>{@code rivulet play --density mixture --sample-counts 300,1000,3000,10000,100000,1000000},
 * 6,000 updates of 512 points each, in 64 dimensions. The closed form has no free parameter; 0 is
 * it, 1 a field that is zero, and above 1 a network that knows its few points by heart. What is
 * left with many points is what 6,000 updates leave:
 *
 * <table>
 *   <caption>√(Σ ‖learnt − v‖² / Σ ‖v‖²) over held-out points and twenty times</caption>
 *   <tr><th>different points</th><th>relative error of the velocity</th></tr>
 *   <tr><td>300</td><td>1.936</td></tr>
 *   <tr><td>1,000</td><td>0.531</td></tr>
 *   <tr><td>3,000</td><td>0.226</td></tr>
 *   <tr><td>10,000</td><td>0.168</td></tr>
 *   <tr><td>100,000</td><td>0.157</td></tr>
 *   <tr><td>1,000,000</td><td>0.154</td></tr>
 * </table>
 *
 * <h2>Rules</h2>
 *
 * <p>Invariants: a point is a function of seed, set and index; a model is a function of source,
 * shape and configuration; a point's likelihood depends on the point and the model alone. Threads
 * change nothing. Points of training and of measurement never agree.
 *
 * <p>Start reading at {@link rivulet.points.PointProblem}.
 */
package rivulet.points;
