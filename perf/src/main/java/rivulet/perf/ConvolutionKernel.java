package rivulet.perf;

import java.lang.foreign.MemorySegment;
import rivulet.tensor.Shape;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.convolution.Convolution;
import rivulet.tensor.kernel.convolution.ImageBatch;

/** A convolution, or its gradient by the input, of one worker's images. */
public final class ConvolutionKernel implements Kernel {
  private final ConvolutionCase problem;
  private final Convolution convolution;
  private final ImageBatch batch;
  private final MemorySegment packed;
  private final MemorySegment scratch;
  private final Images to;

  ConvolutionKernel(ConvolutionCase problem, int first, Workspace workspace) {
    this.problem = problem;
    boolean adjoint = problem.role() == Role.INPUT_GRADIENT;
    Shape source = adjoint ? problem.output() : problem.input();
    Shape target = adjoint ? problem.input() : problem.output();
    int size = ConvolutionCase.SIZE;
    this.convolution = Convolution.of(source, target.channels(), size, problem.tuning());
    this.batch = new ImageBatch(problem.images());
    this.packed = workspace.allocate(convolution.packedBytes());
    this.scratch = workspace.allocate(convolution.scratchBytes());
    this.to = new Images(target, problem.images(), workspace);
    Images from = new Images(source, problem.images(), workspace);
    from.fill(adjoint ? TestValues.COTANGENT : TestValues.INPUT, first);
    for (int n = 0; n < problem.images(); n++) {
      batch.add(from.memory(), from.at(n), to.memory(), to.at(n));
    }
    MemorySegment weights = new CanonicalKernel(problem.kernel(), workspace).fill().memory();
    convolution.pack(weights, 0, adjoint, packed, 0);
  }

  /** Name of the algorithm that the shape gets. */
  public String algorithm() {
    return convolution.algorithm();
  }

  @Override
  public void run() {
    convolution.run(batch, packed, 0, scratch, 0);
  }

  @Override
  public double flops() {
    return problem.flops();
  }

  @Override
  public float[] result() {
    run();
    return to.planar();
  }
}
