import java.nio.file.Path;
import rivulet.Gradient;
import rivulet.Images;
import rivulet.Likelihood;
import rivulet.Measuring;
import rivulet.Model;
import rivulet.Samples;
import rivulet.Sampling;

/** How likely is a picture, what would make it likelier, and what does the model draw itself? */
void main(String[] arguments) {
  Images picture = Images.read(Path.of(arguments[0]));
  try (Model model = Model.open("fashion")) {
    Likelihood found = model.logLikelihood(picture, Measuring.usual().withDivergence("exact"));
    IO.println("picture %.3f bits/dim, %.1f nats".formatted(found.bitsPerDim(), found.logLikelihood(0)));
    for (int level = 0; level < found.levels(); level++) {
      IO.println("  level %d %.1f nats".formatted(level, found.logLikelihood(level, 0)));
    }

    Gradient gradient = model.gradients(picture.centred(0)).getFirst();
    int steepest = 0;
    for (int i = 0; i < picture.dimensions(); i++) {
      if (Math.abs(gradient.byPixel()[i]) > Math.abs(gradient.byPixel()[steepest])) {
        steepest = i;
      }
    }
    IO.println("steepest at row %d, column %d".formatted(steepest / picture.width(), steepest % picture.width()));

    Samples drawn = model.sample(4, Sampling.usual().withTemperatures(0.9).withLogLikelihood());
    drawn.images().writePng(Path.of("samples.png"));
    IO.println("4 samples in samples.png, the first of %.1f nats".formatted(drawn.logLikelihood()[0]));
  }
}
