/**
 * Transforms with exact log-determinants that are measured from data: of pixels before the pyramid,
 * and of each level's data before its flow. {@link rivulet.flow.pretransform.PreTransform}s treat
 * all pixels alike, {@link rivulet.flow.pretransform.ConditionalPreTransform}s see the coarser
 * image. A new one is one of these, a {@link rivulet.flow.pretransform.PreTransformKind}, and its
 * fitting and reading in {@link rivulet.flow.pretransform.PreTransformRecipe}. Copy {@code Affine}.
 * The compiler names all but: how it is measured ({@code PreTransformFit}), where it may stand
 * ({@code PreTransformKind.appliesAt}, {@code ModelSpec}), the list of {@code PreTransformMapTest},
 * and the names that {@code cli.option.Values} offers.
 */
package rivulet.flow.pretransform;
