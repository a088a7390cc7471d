package rivulet.ode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class StepControllerTest {
  @Test
  void theIntegralControllerAimsAtTheSafetyFactor() {
    StepController controller = StepController.integral();
    assertEquals(0.9, controller.afterAccepted(1, 0.5, 0.1, 3));
    assertEquals(0.9 * 2, controller.afterAccepted(0.125, 1, 1, 3), 1e-14);
  }

  @Test
  void factorsAreClamped() {
    for (StepController controller :
        new StepController[] {
          StepController.integral(),
          StepController.proportionalIntegral(),
          StepController.proportionalIntegralDerivative()
        }) {
      assertTrue(controller.afterAccepted(0, 0, 0, 3) <= 10);
      assertTrue(controller.afterAccepted(0, 0, 0, 3) > 1);
      assertEquals(0.2, controller.afterRejected(Double.NaN, 3));
      assertEquals(0.2, controller.afterRejected(Double.POSITIVE_INFINITY, 3));
      assertEquals(0.2, controller.afterRejected(1e9, 3));
      assertTrue(controller.afterRejected(1.0000001, 3) < 1);
    }
  }

  /** A rising error slows growth down before it is rejected. */
  @Test
  void theProportionalPartReactsToTheTrend() {
    StepController controller = StepController.proportionalIntegral();
    double rising = controller.afterAccepted(0.5, 0.1, 1, 5);
    double falling = controller.afterAccepted(0.5, 0.9, 1, 5);
    assertTrue(rising < falling, rising + " < " + falling);
  }
}
