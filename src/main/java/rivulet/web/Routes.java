package rivulet.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What there is to ask for: files and calls by their whole paths, nothing else. */
final class Routes {
  private final Map<String, Asset> assets = new HashMap<>();
  private final Map<String, Call<?>> calls = new HashMap<>();

  /**
   * The routes of these pages.
   *
   * @throws IllegalArgumentException if two have the same path
   */
  Routes(List<Page> pages) {
    for (Page page : pages) {
      page.assets().forEach(asset -> requireNew(asset.path(), assets.put(asset.path(), asset)));
      page.calls().forEach(call -> requireNew(call.path(), calls.put(call.path(), call)));
    }
    calls.values().forEach(Routes::requireBounded);
  }

  private static void requireNew(String path, Object before) {
    if (before != null) {
      throw new IllegalArgumentException("pages: the path '" + path + "' stands for two things");
    }
  }

  private static void requireBounded(Call<?> call) {
    if (call.bytes() > Bounds.MOST_BYTES) {
      throw new IllegalArgumentException(
          "pages: " + call.path() + " takes more than " + Bounds.MOST_BYTES + " bytes");
    }
  }

  Optional<Asset> asset(String path) {
    return Optional.ofNullable(assets.get(path));
  }

  Optional<Call<?>> call(String path) {
    return Optional.ofNullable(calls.get(path));
  }
}
