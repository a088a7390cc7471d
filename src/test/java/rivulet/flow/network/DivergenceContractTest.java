package rivulet.flow.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.flow.FlowGroup;
import rivulet.flow.SampleLevels;
import rivulet.ode.SolverOptions;
import rivulet.tensor.Shape;
import rivulet.tensor.Workspace;

/** Names of divergences, and what only an exact one can give. */
final class DivergenceContractTest {
  @ParameterizedTest
  @ValueSource(strings = {"exact", "hutchinson", "hutchinson:64", "coloured", "coloured:3"})
  void textIsReadAndWritten(String text) {
    assertEquals(text, Divergence.parse(text).text());
    assertEquals(!text.equals("exact"), Divergence.parse(text).stochastic());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "exact:2", "hutchinson:", "hutchinson:x", "trace", "coloured:1.5"})
  void otherTextIsRefused(String text) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Divergence.parse(text)).getMessage();
    assertEquals(
        "divergence: '"
            + text
            + "' is unknown; choose exact, hutchinson, hutchinson:K with K probes, or coloured:S"
            + " with probes of pixels S apart",
        message);
  }

  @Test
  void rangesAreChecked() {
    assertEquals(
        "divergence: hutchinson needs 1 to 4096 probes, found 0",
        assertThrows(IllegalArgumentException.class, () -> Divergence.parse("hutchinson:0"))
            .getMessage());
    for (String spacing : List.of("-1", "0", "65")) {
      IllegalArgumentException outside =
          assertThrows(
              IllegalArgumentException.class, () -> Divergence.parse("coloured:" + spacing));
      assertEquals(
          "divergence: coloured needs a spacing of 1 to 64 pixels, found " + spacing,
          outside.getMessage());
    }
  }

  @Test
  void mapsNeedAnExactDivergence() {
    NetworkSpec spec = SampleLevels.spec(LayerKind.CONCAT, 2, new Shape(1, 2, 2), 0);
    try (Workspace workspace = new Workspace()) {
      CnfLevel level = SampleLevels.level(spec, 1, new Divergence.Hutchinson(2), false, workspace);
      FlowGroup group = new FlowGroup(level, SolverOptions.fixed("euler", 1), 1, 0, workspace);
      assertEquals(2, group.probeShares());
      assertFalse(level.divergence().equals(Divergence.exact()));
      String message =
          assertThrows(IllegalStateException.class, () -> group.logDetMap(0, new double[4]))
              .getMessage();
      assertTrue(message.startsWith("log-det map: the divergence is hutchinson:2"), message);
    }
  }
}
