package rivulet.cli.option;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --seed N} for all levels, or {@code N0,N1,…} from the coarsest. */
public final class SeedsOption {
  @Option(
      names = "--seed",
      split = ",",
      paramLabel = "N",
      description =
          "Seed of the noise: one for all levels, or one per level from the coarsest; levels keep"
              + " what they draw as long as theirs and the coarser ones stay (default: 1).")
  private List<Long> seeds = List.of(1L);

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /**
   * One seed, or one per level.
   *
   * @throws ParameterException if there are neither one nor as many as levels
   */
  public long[] of(int levels) {
    if (seeds.size() != 1 && seeds.size() != levels) {
      throw new ParameterException(
          command.commandLine(),
          "--seed needs 1 number or " + levels + ", one per level; found " + seeds.size());
    }
    return seeds.stream().mapToLong(Long::longValue).toArray();
  }

  /** Adds {@code seed} where there is one, {@code seeds} where there are several. */
  public void tell(JsonObject result) {
    if (seeds.size() == 1) {
      result.addProperty("seed", seeds.getFirst());
    } else {
      JsonArray each = new JsonArray();
      seeds.forEach(each::add);
      result.add("seeds", each);
    }
  }
}
