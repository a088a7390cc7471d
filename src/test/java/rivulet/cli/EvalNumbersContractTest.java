package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.Images;
import rivulet.Likelihood;
import rivulet.Measuring;
import rivulet.Model;
import rivulet.cli.option.SolverOption;
import rivulet.cli.table.EvalJson;
import rivulet.cli.table.EvalText;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.fault.LikelihoodFault;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.RandomModel;
import rivulet.flow.network.Divergence;
import rivulet.flow.network.ProbeKind;
import rivulet.measure.Evaluation;
import rivulet.measure.EvaluationOptions;
import rivulet.measure.LevelBits;
import rivulet.noise.Dequantisation;
import rivulet.ode.SolverOptions;
import rivulet.tensor.kernel.Tuning;
import rivulet.wavelet.Wavelet;

/** Every number that {@code eval} prints stands under its name and adds up as it is shown. */
final class EvalNumbersContractTest {
  private static final SolverOptions SOLVER = SolverOptions.adaptive("dopri5", 1e-4);
  private static final int LEVELS = TinyModel.LEVELS;
  private static Evaluation evaluation;
  private static List<String> lines;
  private static JsonObject json;

  private static byte[] pixels() {
    byte[] pixels = new byte[3 * 64];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (20 + 60 * (i / 64) + 2 * (i % 64));
    }
    return pixels;
  }

  private static ImageSet images() {
    return ImageSets.of("ramp", 1, 8, 8, pixels());
  }

  @BeforeAll
  static void evaluate(@TempDir Path folder) {
    EvaluationOptions options =
        new EvaluationOptions(
            1,
            SOLVER,
            ProbeKind.RADEMACHER,
            2,
            3,
            LikelihoodFault.NONE.practice(),
            false,
            Dequantisation.UNIFORM);
    try (MultiResolutionFlow flow =
        new MultiResolutionFlow(
            RandomModel.of(TinyModel.spec(Wavelet.UNIMODULAR, 1, 8, 8)),
            Divergence.exact(),
            false,
            Tuning.DEFAULT)) {
      evaluation = Evaluation.of(flow, images(), options, 1, (done, all) -> {});
    }
    Path file =
        TinyModel.write(folder.resolve("tiny"), TinyModel.spec(Wavelet.UNIMODULAR, 1, 8, 8));
    Measuring how =
        Measuring.usual().withSolver(SOLVER).withDivergence("exact").withNoise(2, 3).withThreads(1);
    Likelihood told;
    try (Model model = Model.open(file)) {
      told = model.logLikelihood(Images.of(pixels(), 1, 8, 8), how);
    }
    StringWriter text = new StringWriter();
    new EvalText(new PrintWriter(text)).print(told, new SolverOption("dopri5", 1e-4));
    lines = text.toString().lines().toList();
    json = EvalJson.of(told);
  }

  /** The numbers after the words that a line begins with. */
  private static List<Double> after(String words) {
    String line = lines.stream().filter(l -> l.strip().startsWith(words)).findFirst().orElseThrow();
    List<Double> numbers = new ArrayList<>();
    Matcher matcher =
        Pattern.compile("[-+]?\\d+\\.\\d+").matcher(line.strip().substring(words.length()));
    while (matcher.find()) {
      numbers.add(Double.parseDouble(matcher.group()));
    }
    return numbers;
  }

  private static void assertShown(double value, double shown) {
    assertEquals(value, shown, 0.5001e-4);
  }

  @Test
  void theFirstLineIsTheResultAndItsError() {
    List<Double> first = after("bits/dim");
    assertShown(evaluation.bitsPerDim(), first.get(0));
    assertShown(evaluation.standardError(), first.get(1));
    assertTrue(lines.getFirst().endsWith("on 3 images"));
    assertTrue(lines.get(1).startsWith("dopri5, tolerance 1.0E-4, exact"));
  }

  /** 8, what pre-transforms take off, the sum so far, what flows take off, samples, the result. */
  @Test
  void theWaterfallAddsUp() {
    double level = after("uniform pixels").getFirst();
    assertEquals(8, level);
    for (int l = 0; l < LEVELS; l++) {
      double share = after("level " + l + " pre-transform").getFirst();
      assertShown(evaluation.preTransformShare(l), share);
      level += share;
    }
    assertEquals(level, after("without flow").getFirst(), 5e-4);
    assertShown(evaluation.noFlowBitsPerDim(), after("without flow").getFirst());
    for (int l = 0; l < LEVELS; l++) {
      List<Double> flow = after("level " + l + " flow");
      assertShown(evaluation.flowShare(l), flow.get(0));
      assertEquals(evaluation.evaluations(l), flow.get(1), 0.0501);
      level += flow.getFirst();
    }
    double samples = after("3 importance samples").getFirst();
    assertShown(evaluation.importanceShare(), samples);
    assertEquals(level + samples, evaluation.bitsPerDim(), 1e-3);
    String last = lines.stream().filter(l -> l.startsWith("  bits/dim")).findFirst().orElseThrow();
    assertShown(evaluation.bitsPerDim(), Double.parseDouble(last.strip().split(" +", -1)[1]));
  }

  @Test
  void termsAndErrorsStandUnderTheirNames() {
    int head =
        lines.indexOf(
            lines.stream().filter(l -> l.contains("where the bits go")).findFirst().orElseThrow());
    List<String> words = List.of(lines.get(head).strip().split("  +", -1));
    assertEquals(List.of("where the bits go", "pre-transform", "log-det", "base"), words);
    for (int l = 0; l < LEVELS; l++) {
      String[] cells = lines.get(head + 1 + l).strip().split("  +", -1);
      LevelBits bits = evaluation.levelBits(l);
      assertEquals("level " + l, cells[0]);
      assertShown(bits.preTransform(), Double.parseDouble(cells[1]));
      assertShown(bits.logDet(), Double.parseDouble(cells[2]));
      assertShown(bits.base(), Double.parseDouble(cells[3]));
    }
    assertShown(evaluation.standardErrors().images(), after("standard error, images").getFirst());
    assertShown(
        evaluation.standardErrors().draws().orElseThrow(),
        after("standard error, noise").getFirst());
    assertEquals(0, after("standard error, probes").getFirst());
  }

  private static double number(JsonObject object, String key) {
    return object.get(key).getAsDouble();
  }

  @Test
  void keysHoldWhatTheySay() {
    assertEquals(evaluation.bitsPerDim(), number(json, "bits_per_dim"));
    assertEquals(evaluation.standardError(), number(json, "standard_error"));
    JsonObject errors = json.getAsJsonObject("standard_errors");
    assertEquals(evaluation.standardErrors().images(), number(errors, "images"));
    assertEquals(evaluation.standardErrors().draws().orElseThrow(), number(errors, "draws"));
    assertEquals(0, number(errors, "probes"));
    assertEquals(2, number(json, "draws"));
    assertEquals(3, number(json, "importance_samples"));
    assertEquals(evaluation.oneSampleBitsPerDim(), number(json, "one_sample_bits_per_dim"));
    assertEquals(evaluation.dequantisationShare(), number(json, "dequantisation_share"));
    assertEquals(evaluation.noFlowBitsPerDim(), number(json, "no_flow_bits_per_dim"));
    assertEquals(evaluation.evaluations(), number(json, "evaluations"));
    assertEquals(3, number(json, "images"));
    for (int l = 0; l < LEVELS; l++) {
      JsonObject level = json.getAsJsonArray("levels").get(l).getAsJsonObject();
      assertEquals(l, number(level, "level"));
      assertEquals(evaluation.levelBitsPerDim(l), number(level, "bits_per_dim"));
      assertEquals(evaluation.preTransformShare(l), number(level, "pre_transform_share"));
      assertEquals(evaluation.flowShare(l), number(level, "flow_share"));
      assertEquals(evaluation.levelBits(l).preTransform(), number(level, "pre_transform_bits"));
      assertEquals(evaluation.levelBits(l).logDet(), number(level, "log_det_bits"));
      assertEquals(evaluation.levelBits(l).base(), number(level, "base_bits"));
      assertEquals(evaluation.evaluations(l), number(level, "evaluations"));
    }
    for (int n = 0; n < 3; n++) {
      assertEquals(evaluation.perImage()[n], json.getAsJsonArray("per_image").get(n).getAsDouble());
    }
  }

  @Test
  void auditsStandUnderTheirNames() {
    Likelihood.Audit audit =
        new Likelihood.Audit(
            4,
            3.5,
            List.of(new Likelihood.Rerun("tolerance / 10", 3.25, -0.25, 0.75)),
            0.125,
            0.0625);
    StringWriter text = new StringWriter();
    new EvalText(new PrintWriter(text)).print(audit);
    String[] said = text.toString().split("\\R", -1);
    assertEquals("audit of 4 images, bits/dim 3.50000", said[0]);
    assertEquals(
        String.format(
            Locale.ROOT,
            "  %-28s   3.25000   moved -2.5e-01, one image at most 7.5e-01",
            "tolerance / 10"),
        said[1]);
    assertTrue(said[2].contains("0.12500   grey values at most, 6.3e-02 root mean"), said[2]);
    JsonObject object = EvalJson.of(audit);
    assertEquals(4, number(object, "images"));
    assertEquals(3.5, number(object, "bits_per_dim"));
    JsonObject rerun = object.getAsJsonObject("tolerance_over_10");
    assertEquals(3.25, number(rerun, "bits_per_dim"));
    assertEquals(-0.25, number(rerun, "moved"));
    assertEquals(0.75, number(rerun, "largest"));
    JsonObject back = object.getAsJsonObject("reconstruction");
    assertEquals(0.125, number(back, "largest_grey_values"));
    assertEquals(0.0625, number(back, "root_mean_square"));
  }
}
