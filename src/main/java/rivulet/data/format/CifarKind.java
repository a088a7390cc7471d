package rivulet.data.format;

import java.util.List;
import rivulet.data.Part;

/**
 * The binary versions of CIFAR-10 and CIFAR-100 (A. Krizhevsky, "Learning multiple layers of
 * features from tiny images", 2009): records of one label, or of a coarse and a fine one, and 3,072
 * bytes, the red, green and blue planes of 32×32 pixels. The fine label is the class.
 */
enum CifarKind {
  TEN(
      "data_batch_1.bin data_batch_2.bin data_batch_3.bin data_batch_4.bin data_batch_5.bin",
      "test_batch.bin",
      "batches.meta.txt",
      1,
      10),
  HUNDRED("train.bin", "test.bin", "fine_label_names.txt", 2, 100);

  private final String train;
  private final String test;
  private final String names;
  private final int labels;
  private final int classes;

  CifarKind(String train, String test, String names, int labels, int classes) {
    this.train = train;
    this.test = test;
    this.names = names;
    this.labels = labels;
    this.classes = classes;
  }

  /** Files of a part, in order. */
  List<String> files(Part part) {
    return part == Part.TRAIN ? List.of(train.split(" ", -1)) : List.of(test);
  }

  /** File of the classes' names, a line each. */
  String names() {
    return names;
  }

  /** Labels before the pixels of a record. */
  int labels() {
    return labels;
  }

  /** Classes, from 0. */
  int classes() {
    return classes;
  }

  /** As it is called. */
  String label() {
    return "CIFAR-" + classes;
  }
}
