// The figures of the lessons by their names in the texts.
import { changeOfVariables, objectives, trace } from './geometry.js';
import { dequantisation, estimates, tolerance, wrongLikelihoods } from './measured.js';
import { adjoints, trainings, wavelet } from './called.js';

export const figures = {
  'change-of-variables': changeOfVariables,
  trace,
  colouring: estimates,
  wavelet,
  adjoints,
  tolerance,
  objectives: async (home) => {
    await objectives(home);
    await trainings(home);
  },
  dequantisation,
  'wrong-likelihoods': wrongLikelihoods,
};
