package rivulet.store.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import rivulet.store.ModelFile;
import rivulet.store.StoreException;

/** A model of the published code, understood by the names and shapes of its tensors alone. */
final class PublishedModel {
  private final NavigableMap<Integer, NavigableMap<Integer, PublishedBlock>> levels =
      new TreeMap<>();
  private final SortedMap<String, WeightTensor> measured = new TreeMap<>();

  /**
   * Sorts its tensors.
   *
   * @throws StoreException if one of them is no part of such a model
   */
  PublishedModel(Weights weights) {
    weights.tensors().forEach(this::sort);
    if (channels() < 1) {
      throw new StoreException("its finest level has no three details for each channel");
    }
    levels.forEach((level, blocks) -> requireChain(level, blocks.firstKey(), blocks.lastKey()));
  }

  private void sort(String name, WeightTensor tensor) {
    WeightName part = WeightName.of(name).orElse(null);
    if (part != null && (part.isBuffer() || part.rest().startsWith(WeightName.NETWORK))) {
      levels
          .computeIfAbsent(part.level(), _ -> new TreeMap<>())
          .computeIfAbsent(part.link(), _ -> new PublishedBlock(part, new TreeMap<>()))
          .tensors()
          .put(part.rest(), tensor);
    } else if (name.matches("pre_transforms\\.\\d+\\.affine\\.(mean|std)")) {
      measured.put(name, tensor);
    } else {
      throw new StoreException("tensor '" + name + "' is no part of the published model");
    }
  }

  private void requireChain(int level, int first, int last) {
    if (last - first + 1 != levels.get(level).size() || first > 1) {
      throw new StoreException(
          "level " + level + " has blocks " + levels.get(level).keySet() + ", some are missing");
    }
    if (level > 0 && first == 1) {
      throw new StoreException(
          "level "
              + level
              + " begins with a transform, as mode `wavelet` of the published code does;"
              + " only its mode `mrcnf` is a model of this program");
    }
  }

  private int outputs(int level) {
    return levels.get(level).firstEntry().getValue().outputs().getLast();
  }

  /** Channels of the images; 0 if there are none that fit. */
  private int channels() {
    int level = levels.firstKey();
    int outputs = outputs(level);
    int channels = level == 0 ? outputs : outputs % 3 == 0 ? outputs / 3 : 0;
    boolean all =
        levels.keySet().stream().allMatch(l -> outputs(l) == (l == 0 ? channels : 3 * channels));
    return all ? channels : 0;
  }

  private int blocks() {
    return levels.values().stream().mapToInt(Map::size).max().orElseThrow();
  }

  private PublishedBlock any() {
    return levels.firstEntry().getValue().firstEntry().getValue();
  }

  private boolean hasLogit() {
    return !levels.containsKey(0) || levels.get(0).firstKey() == 1;
  }

  /** Metadata of a model file. */
  SortedMap<String, String> description(Unsaid unsaid) {
    SortedMap<String, String> description = new TreeMap<>();
    int[] shape = unsaid.shape(channels());
    description.put("format", ModelFile.FORMAT);
    description.put("numerics", ModelFile.NUMERICS);
    description.put("wavelet", "unimodular");
    description.put("condition", "raw");
    description.put("channels", Integer.toString(shape[0]));
    description.put("height", Integer.toString(shape[1]));
    description.put("width", Integer.toString(shape[2]));
    description.put("levels", Integer.toString(levels.lastKey() + 1));
    description.put("blocks", Integer.toString(blocks()));
    description.put("hidden", hidden());
    description.put("layer", any().isSquash() ? "concatsquash" : "concat");
    description.put("activation", unsaid.activation(any().isSwish()));
    description.put("pre_transform", preTransform());
    description.put("logit_alpha", unsaid.alpha(hasLogit(), channels()));
    description.put("cdf_knots", "64");
    return description;
  }

  private String preTransform() {
    List<String> kinds = new ArrayList<>();
    if (hasLogit()) {
      kinds.add("logit");
    }
    if (!measured.isEmpty()) {
      kinds.add("affine");
    }
    return kinds.isEmpty() ? "none" : String.join(",", kinds);
  }

  private String hidden() {
    List<String> widths = new ArrayList<>();
    for (int level = 0; level <= levels.lastKey(); level++) {
      if (levels.containsKey(level)) {
        widths.add(hidden(level));
      }
    }
    boolean alike = widths.stream().distinct().count() == 1;
    if (!alike && widths.size() <= levels.lastKey()) {
      throw new StoreException("the widths of missing levels are not known; give all levels");
    }
    return alike ? widths.getFirst() : String.join("/", widths);
  }

  private String hidden(int level) {
    List<List<Integer>> outputs =
        levels.get(level).values().stream().map(PublishedBlock::outputs).distinct().toList();
    if (outputs.size() > 1) {
      throw new StoreException(
          "level " + level + " has blocks of widths " + outputs + ", one width is needed");
    }
    List<Integer> all = outputs.getFirst();
    return all.subList(0, all.size() - 1).stream()
        .map(String::valueOf)
        .collect(Collectors.joining(","));
  }

  /** The tensors of our model file. Levels with fewer blocks get some that do nothing. */
  SortedMap<String, WeightTensor> tensors() {
    SortedMap<String, WeightTensor> all = new TreeMap<>(measured);
    levels.forEach((level, blocks) -> {
      SortedMap<String, WeightTensor> plain = new TreeMap<>();
      int link = blocks.firstKey();
      for (PublishedBlock block : blocks.values()) {
        plain = block.plain(level == 0 ? 0 : channels());
        put(new WeightName(level, link, ""), plain, all);
        link++;
      }
      for (int k = blocks.size(); k < blocks(); k++) {
        SortedMap<String, WeightTensor> still = new TreeMap<>(plain);
        still.replaceAll((_, t) -> new WeightTensor(t.shape(), new float[t.values().length]));
        put(new WeightName(level, link, ""), still, all);
        link++;
      }
    });
    return all;
  }

  private static void put(
      WeightName where,
      SortedMap<String, WeightTensor> block,
      SortedMap<String, WeightTensor> all) {
    block.forEach((name, tensor) -> all.put(where.beside(name), tensor));
  }

  /** Levels whose blocks all begin where they were drawn. */
  List<Integer> untrained() {
    return levels.entrySet().stream()
        .filter(level -> level.getValue().values().stream().allMatch(block -> block.isUntrained()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
