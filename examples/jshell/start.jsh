import java.nio.file.Path;
import java.util.*;
import rivulet.*;
import rivulet.autodiff.*;
import rivulet.ode.*;
import rivulet.ode.adjoint.*;
import rivulet.ode.method.*;
import rivulet.tensor.*;
import rivulet.training.*;
import rivulet.wavelet.*;
System.out.println("""
    Rivulet. Three things to try:
      var model = Model.open("fashion"); model.sample(16).images().writePng(Path.of("samples.png"));
      model.logLikelihood(Images.readTest(Path.of("testdata/fashion-mnist")).first(20))
      var moons = PointData.density("moons"); var flow = PointTraining.of(moons).updates(500).run((update, loss) -> true);""");
