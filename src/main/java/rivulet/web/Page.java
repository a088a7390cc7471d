package rivulet.web;

import java.util.List;

/** What a server shows: files for the browser, and the calls that they make. */
public interface Page {
  /** Its files; the one with the empty path is what the address opens. */
  List<Asset> assets();

  /** Its calls. */
  List<Call<?>> calls();
}
