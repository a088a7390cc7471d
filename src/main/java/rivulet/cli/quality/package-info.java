/**
 * Commands that hold samples beside images: {@link rivulet.cli.quality.DistanceCommand} and {@link
 * rivulet.cli.quality.FrechetCommand}, with the options and tables that they alone have.
 */
package rivulet.cli.quality;
