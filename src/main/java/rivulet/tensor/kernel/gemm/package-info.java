/**
 * Matrix products: cut into register tiles by {@link rivulet.tensor.kernel.gemm.Tiles}, packed and
 * chained by {@link rivulet.tensor.kernel.gemm.Gemm}; Newton-Schulz on top of them.
 */
package rivulet.tensor.kernel.gemm;
