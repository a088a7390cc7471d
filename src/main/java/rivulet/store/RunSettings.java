package rivulet.store;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.annotations.SerializedName;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rivulet.data.DataException;

/**
 * What a run was asked for, in its folder: so that it can be continued, described and repeated.
 *
 * @param version of the program that began it
 * @param seconds of processor time that all its starts took; of one that was killed none
 * @param options of {@code train} by name, as text
 * @param choices what the images chose where they were asked to: of the transform of pixels, or
 *     none
 */
public record RunSettings(
    String version,
    @SerializedName("processor_seconds") double seconds,
    SortedMap<String, String> options,
    @SerializedName("pixel_transform_choice") List<PixelTransformChoice> choices) {
  private static final String FILE = "settings.json";

  /** How the command line writes the name of a setting. */
  private static final String OPTION = "--";

  /** Where the parser stumbled. */
  private static final Pattern LINE = Pattern.compile("at line (\\d+) column");

  private static final Gson GSON =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .setPrettyPrinting()
          .disableHtmlEscaping()
          .create();

  public RunSettings {
    options = new TreeMap<>(options);
    choices = choices == null ? List.of() : List.copyOf(choices); // settings of earlier versions
  }

  /** What was asked for a setting, by its name as {@code batch}; none where it was not said. */
  public Optional<String> setting(String name) {
    return Optional.ofNullable(options.get(OPTION + name));
  }

  /** The transform of pixels that the images chose, if they did. */
  public Optional<PixelTransformChoice> choice() {
    return choices.stream().findFirst();
  }

  /**
   * The settings in a run's folder; none where there are none.
   *
   * @throws StoreException if the file is damaged
   */
  public static Optional<RunSettings> read(Path folder) {
    Path file = folder.resolve(FILE);
    return Files.isRegularFile(file) ? Optional.of(readFile(file)) : Optional.empty();
  }

  /**
   * Settings in such a file, wherever it is.
   *
   * @throws StoreException if there is none or it is damaged
   */
  public static RunSettings readFile(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new StoreException(file + ": is no file of settings; name the settings.json of a run");
    }
    try {
      JsonElement tree = JsonParser.parseString(Files.readString(file));
      requireOptions(file, tree);
      return GSON.fromJson(tree, RunSettings.class);
    } catch (CharacterCodingException e) {
      throw damaged(file, "is no text in UTF-8", e);
    } catch (IOException e) {
      throw damaged(file, "cannot be read (" + DataException.reason(e) + ")", e);
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) { // of the parser, which has a dozen
      Matcher line = LINE.matcher(String.valueOf(e.getMessage()));
      String where = line.find() ? ", broken in line " + line.group(1) : "";
      throw damaged(file, "is not the JSON of settings" + where, e);
    }
  }

  private static void requireOptions(Path file, JsonElement tree) {
    if (!(tree instanceof JsonObject all) || !(all.get("options") instanceof JsonObject options)) {
      throw damaged(file, "has no object \"options\", of texts by the names of options", null);
    }
    options
        .entrySet()
        .forEach(option -> {
          if (!option.getValue().isJsonPrimitive()) {
            throw damaged(
                file, "says for " + option.getKey() + " what is neither text nor number", null);
          }
        });
  }

  private static StoreException damaged(Path file, String found, Exception cause) {
    return new StoreException(
        file + ": " + found + "; mend it, or remove it and give all options", cause);
  }

  /** The same after so many seconds more. */
  public RunSettings after(double more) {
    return new RunSettings(version, Math.round(10 * (seconds + more)) / 10.0, options, choices);
  }

  /** Writes them, whole or not at all. */
  public void write(Path folder) {
    AtomicFile.write(
        folder.resolve(FILE), (GSON.toJson(this) + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
