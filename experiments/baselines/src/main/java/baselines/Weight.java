package baselines;

import java.util.Optional;
import rivulet.tensor.KernelShape;

/**
 * A parameter of a program.
 *
 * @param name of the program's input
 * @param start what it begins with, in canonical order
 * @param trained false: it stays as it begins
 * @param hidden its shape if it is the kernel of a hidden layer, which Muon descends
 */
record Weight(String name, float[] start, boolean trained, Optional<KernelShape> hidden) {}
