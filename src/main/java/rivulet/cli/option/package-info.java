/** Options that commands share: each reads, checks and spells one group of settings. */
package rivulet.cli.option;
