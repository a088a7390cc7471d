/** Training of variational noise under a flow that stays as it is. */
package rivulet.train.noise;
