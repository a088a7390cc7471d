/**
 * Programs made ready to run: {@link rivulet.autodiff.plan.Plan} gives every value a home in one
 * workspace and cuts the program by binding time; {@link rivulet.autodiff.plan.Frame} runs it for a
 * group of images. Instructions are one file each.
 */
package rivulet.autodiff.plan;
