/**
 * JMH benchmarks of the kernels and side-by-side runs against other libraries.
 *
 * <p>Nothing depends on this module. A benchmark takes the backend as a parameter, has odd sizes
 * beside round ones and shapes from the real model, and verifies its results before it times them.
 */
package rivulet.perf;
