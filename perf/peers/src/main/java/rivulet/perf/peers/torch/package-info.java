/**
 * libtorch's side: convolutions, blocks, and whole loops of training, likelihood and sampling as
 * one writes them with it.
 */
package rivulet.perf.peers.torch;
