/**
 * Multi-resolution continuous normalizing flows: exact likelihoods, samples and super-resolution of
 * images, and the rooms that they are built from.
 *
 * <p>Exported are the front door and what stands on its own:
 *
 * <table>
 * <caption>The rooms for users</caption>
 * <tr><td>{@link rivulet}</td><td>the front door: models of images and flows of points, opened,
 * measured, drawn from; flows of points trained</td></tr>
 * <tr><td>{@link rivulet.training}</td><td>to train a model of images of one's own</td></tr>
 * <tr><td>{@link rivulet.autodiff}</td><td>to write dynamics of one's own: trace a function, take
 * its derivatives, print and run it</td></tr>
 * <tr><td>{@link rivulet.ode}, {@code method}, {@code adjoint}</td><td>to solve differential equations, with dense output and three
 * adjoints</td></tr>
 * <tr><td>{@link rivulet.wavelet}</td><td>to split images into levels and put them together
 * again</td></tr>
 * <tr><td>{@link rivulet.tensor}</td><td>for the shapes, kernels' extents and activations that
 * tracing names, and the memory that a traced program runs in</td></tr>
 * </table>
 *
 * <p>Everything else may change with any version. {@code rivulet.cli}, the command line, is not
 * exported and alone needs picocli, which is therefore optional; on the module path it starts with
 * {@code --add-modules info.picocli}.
 *
 * <p>The Vector API is an incubator module: on the class path a program starts with {@code
 * --add-modules jdk.incubator.vector}; on the module path it comes by itself. The flags that make
 * kernels fast are in {@code rivulet.args}.
 */
module rivulet {
  requires com.google.gson;
  requires static info.picocli;
  requires java.desktop;
  requires java.management;
  requires java.net.http;
  requires jdk.httpserver;
  requires jdk.incubator.vector;
  requires jdk.management;
  requires rivulet.nativebindings;

  exports rivulet;
  exports rivulet.autodiff;
  exports rivulet.ode;
  exports rivulet.ode.adjoint;
  exports rivulet.ode.method;
  exports rivulet.tensor;
  exports rivulet.training;
  exports rivulet.wavelet;

  opens rivulet.cli to
      info.picocli;
  opens rivulet.cli.data to
      info.picocli;
  opens rivulet.cli.exchange to
      info.picocli;
  opens rivulet.cli.option to
      info.picocli;
  opens rivulet.cli.quality to
      info.picocli;
}
