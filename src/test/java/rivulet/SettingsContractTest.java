package rivulet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import rivulet.autodiff.ShapedField;
import rivulet.ode.SolverOptions;
import rivulet.training.Network;
import rivulet.training.Optimiser;
import rivulet.training.Training;
import rivulet.training.TrainingObjective;

/** Settings refuse null at once and by name, and are equal when all they say is. */
final class SettingsContractTest {
  private static final Images IMAGES = Images.of(new byte[2 * 16], 1, 4, 4);

  private static final PointData MOONS = PointData.density("moons");

  private static List<Object> settings() {
    return List.of(
        Measuring.usual(),
        Sampling.usual(),
        Network.usual(),
        Optimiser.usual(),
        TrainingObjective.matching(),
        Training.of(IMAGES),
        PointTraining.of(MOONS));
  }

  /** Something that a setter takes, whatever it makes of it. */
  private static Object anything(Class<?> type) {
    return switch (type.getName()) {
      case "boolean" -> true;
      case "int" -> 1;
      case "long" -> 1L;
      case "double" -> 0.5;
      case "java.lang.String" -> "dopri5";
      case "java.util.OptionalInt" -> OptionalInt.empty();
      case "[Lrivulet.autodiff.ShapedField;" -> new ShapedField[0];
      default -> throw new AssertionError("say here what a setter of " + type + " takes");
    };
  }

  private static boolean isSetter(Method method) {
    return Modifier.isPublic(method.getModifiers())
        && !Modifier.isStatic(method.getModifiers())
        && method.getReturnType() == method.getDeclaringClass()
        && method.getParameterCount() > 0;
  }

  private static Throwable thrown(Object settings, Method setter, int nothing) {
    Class<?>[] types = setter.getParameterTypes();
    Object[] given = new Object[types.length];
    for (int i = 0; i < given.length; i++) {
      given[i] = i == nothing ? null : anything(types[i]);
    }
    return assertThrows(
            InvocationTargetException.class,
            () -> setter.invoke(settings, given),
            () -> setter + " takes null as parameter " + nothing)
        .getCause();
  }

  @Test
  void noSetterTakesNull() {
    int refusals = 0;
    for (Object settings : settings()) {
      for (Method setter : settings.getClass().getDeclaredMethods()) {
        for (int i = 0; isSetter(setter) && i < setter.getParameterCount(); i++) {
          if (!setter.getParameterTypes()[i].isPrimitive()
              && !setter.getParameterTypes()[i].isArray()) {
            Throwable told = thrown(settings, setter, i);
            boolean named = told.getMessage() != null && !told.getMessage().contains("Cannot ");
            assertTrue(named, () -> setter + ": " + told);
            refusals++;
          }
        }
      }
    }
    assertTrue(refusals > 30, "only " + refusals + " setters were asked");
  }

  @Test
  void arraysAndRecordsOfSettingsRefuseNullToo() {
    Measuring m = Measuring.usual();
    assertNamed("measuring: backend", () -> m.withBackend(null));
    assertNamed("measuring: solver", () -> m.withSolver((SolverOptions) null));
    Sampling s = Sampling.usual();
    assertNamed("sampling: seeds", () -> s.withSeeds((long[]) null));
    assertNamed("sampling: temperatures", () -> s.withTemperatures((double[]) null));
    assertNamed("network: hidden", () -> Network.usual().hidden((Integer[]) null));
    assertNamed("points: listener", () -> PointTraining.of(MOONS).run(null));
    assertNamed("points: goOn", () -> PointTraining.of(MOONS).watch(null));
    assertNamed("points: data", () -> PointTraining.of(null));
    assertNamed("training: images", () -> Training.of(null));
    assertNamed("backend: name", () -> new Backend(null, 0, 0, false));
    assertNamed("scores: outside", () -> Scores.Sets.of(IMAGES, null));
    assertNamed("points: hidden", () -> PointTraining.of(MOONS).hidden(8, null));
    assertNamed("optimiser: falls", () -> Optimiser.usual().falls(Arrays.asList(1L, null)));
    assertNamed("objective: name", () -> TrainingObjective.named(null, 0));
  }

  private static void assertNamed(String name, Runnable asked) {
    assertEquals(name, assertThrows(NullPointerException.class, asked::run).getMessage());
  }

  @Test
  void equalSettingsAreEqual() {
    Sampling how = Sampling.usual().withSeeds(1, 2).withTemperatures(1, 0.5).withThreads(1);
    Sampling same = Sampling.usual().withThreads(1).withTemperatures(1, 0.5).withSeeds(1, 2);
    assertEquals(how, same);
    assertEquals(how.hashCode(), same.hashCode());
    assertTrue(how.toString().contains(Arrays.toString(new long[] {1, 2})), how.toString());
    assertNotEquals(how, same.withSeeds(1, 3));
    assertNotEquals(how, same.withTemperatures(1, 0.25));
    assertNotEquals(how, same.withLabel(2));
    assertNotEquals(how, same.withLogLikelihood());
    assertNotEquals(how, same.withSolver("bosh3", 1e-3));
    assertNotEquals(how, same.withThreads(2));
    assertEquals(Measuring.usual(), Measuring.usual().withSolver("dopri5", 1e-5));
  }
}
