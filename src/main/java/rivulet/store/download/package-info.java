/** Files that come over a network in parts, and appear once they are whole. */
package rivulet.store.download;
