// The figures of the lessons by their names in the texts.
import { changeOfVariables, objectives, trace } from './geometry.js';
import { dequantisation, estimates, tolerance, wrongLikelihoods } from './measured.js';
import { adjoints, wavelet } from './called.js';

export const figures = {
  'change-of-variables': changeOfVariables,
  trace,
  colouring: estimates,
  wavelet,
  adjoints,
  tolerance,
  objectives,
  dequantisation,
  'wrong-likelihoods': wrongLikelihoods,
};
