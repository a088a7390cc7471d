/**
 * Work on several cores with results that no thread can change.
 *
 * <p>{@link rivulet.parallel.WorkerPool} deals numbered tasks to a fixed set of workers. Who gets
 * which task is left to chance, so a task may write only to places that belong to its number. Sums
 * over tasks go through a tree that is fixed by their count alone:
 *
 * <pre>
 *   node(0, i) = leaf i
 *   node(k, j) = node(k-1, 2j) + node(k-1, 2j+1)                 where all its leaves exist
 *   sum of L leaves: the complete nodes r₁, r₂, … r_m of the binary digits of L, left to right,
 *   r₁ + (r₂ + (… + r_m))
 * </pre>
 *
 * <p>This is a binary counter: each new leaf carries into complete nodes, memory grows with log L,
 * and the rounding error with log L instead of L. {@link rivulet.tensor.kernel.sum.SummationTree}
 * does it for long vectors (gradients) in whatever order they arrive, {@link
 * rivulet.parallel.ScalarSum} for one number per image (losses, log p; docs/mathematics.md sections
 * 2 and 3).
 *
 * <p>Where there are fewer tasks than threads, {@link rivulet.parallel.Crews} gives the threads
 * that are left over to the running tasks: each worker has a pool of its own for runs inside its
 * tasks, such as the row bands of one kernel. Such a run lasts some tens of microseconds, so
 * helpers spin for the next one before they park, an empty run takes less than half a microsecond,
 * and a helper that has not come when no task is left is sent home instead of waited for.
 *
 * <p>Invariants: equal bits for any number of workers and any order of completion; no heap
 * allocation in steady state; a failed task reaches the caller after all workers have stopped.
 *
 * <p>Start reading at {@link rivulet.parallel.WorkerPool#run}, then {@link rivulet.parallel.Crews}.
 */
package rivulet.parallel;
