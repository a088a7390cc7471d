package rivulet.cli.option;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The heading under which {@code --help} lists an option, or all options of a class. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.TYPE})
public @interface Section {
  /** Where nothing else is said. */
  String REST = "Other";

  String DATA = "Images";
  String RUN = "Run";
  String MODEL = "Model";
  String DESCENT = "Objective and descent";
  String LIKELIHOOD = "Likelihood objective";
  String SOLVER = "Solver";
  String NOISE = "Noise of the pixels";
  String BACKEND = "GPU and OpenBLAS";

  /** The heading. */
  public String value();
}
