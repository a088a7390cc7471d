/** Commands that carry models to other tools and back, and tell people what a model is. */
package rivulet.cli.exchange;
