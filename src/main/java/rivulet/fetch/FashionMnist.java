package rivulet.fetch;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Fashion-MNIST (Xiao, Rasul, Vollgraf 2017), as it is published. */
final class FashionMnist implements Recipe {
  private static final String PACKAGE = "dataset-fashion-mnist";
  private static final String FOLDER = "usr/share/datasets/fashion-mnist/";

  @Override
  public List<String> packages() {
    return List.of(PACKAGE);
  }

  @Override
  public String about() {
    return "60,000 + 10,000 grey images of 28x28 in ten classes; MIT, (c) 2017 Zalando SE";
  }

  @Override
  public Map<String, String> results() {
    return Map.of(
        "train-images-idx3-ubyte.gz",
        "b0564c3eedabfbf835052cff8503ea422014ce006caf5b757f851416ee8300c7",
        "train-labels-idx1-ubyte.gz",
        "0ae29f65d86684f32d1b9c85147786c547b9c6aebcaf235f0400a0cce308b056",
        "t10k-images-idx3-ubyte.gz",
        "cc1d090a38ace84dfa1aa66e3ada7c336ef481a96936906477e6dd344da56eaa",
        "t10k-labels-idx1-ubyte.gz",
        "8d3605d196f4be44669e46906da9733c8131fef761fdbfec72c424d5222f1a05");
  }

  @Override
  public void make(Path root, Path folder) {
    results()
        .forEach((name, sum) -> {
          Path file = new SourceFile(sum, PACKAGE, FOLDER + name).in(root);
          PublishedSet.copy(file, folder.resolve(name));
        });
  }
}
