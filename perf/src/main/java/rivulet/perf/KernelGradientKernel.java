package rivulet.perf;

import java.lang.foreign.MemorySegment;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.convolution.ImageBatch;
import rivulet.tensor.kernel.convolution.KernelGradient;

/**
 * A convolution's gradient by its kernel. A run accumulates one worker's images, as every stage of
 * a solve does; the accumulator comes into canonical order once per group, outside the run.
 */
public final class KernelGradientKernel implements Kernel {
  private final ConvolutionCase problem;
  private final KernelGradient gradient;
  private final ImageBatch batch;
  private final MemorySegment sum;
  private final MemorySegment scratch;
  private final CanonicalKernel canonical;

  KernelGradientKernel(ConvolutionCase problem, int first, Workspace workspace) {
    this.problem = problem;
    this.gradient = KernelGradient.of(problem.input(), problem.kernel(), 1, problem.tuning());
    this.batch = new ImageBatch(problem.images());
    this.sum = workspace.allocate(4L * gradient.packedFloats());
    this.scratch = workspace.allocate(gradient.scratchBytes());
    this.canonical = new CanonicalKernel(problem.kernel(), workspace);
    Images x = new Images(problem.input(), problem.images(), workspace);
    Images g = new Images(problem.output(), problem.images(), workspace);
    x.fill(TestValues.INPUT, first);
    g.fill(TestValues.COTANGENT, first);
    for (int n = 0; n < problem.images(); n++) {
      batch.add(x.memory(), x.at(n), g.memory(), g.at(n));
    }
  }

  /** Name of the algorithm that the shape gets. */
  public String algorithm() {
    return gradient.algorithm();
  }

  @Override
  public void run() {
    gradient.accumulate(batch, sum, 0, scratch, 0);
  }

  @Override
  public double flops() {
    return problem.flops();
  }

  @Override
  public float[] result() {
    sum.fill((byte) 0);
    canonical.clear();
    run();
    gradient.unpackAdding(sum, 0, canonical.memory(), 0);
    return canonical.values();
  }
}
