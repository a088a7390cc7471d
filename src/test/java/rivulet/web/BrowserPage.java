package rivulet.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** One page in a {@link Browser}, and what went wrong on it. */
public final class BrowserPage implements Browser.Listener, AutoCloseable {

  private static final long SECONDS = 40;
  private static final int MOST_PRESSES = 200;

  private final Browser browser;
  private final String session;
  private final List<String> problems = new CopyOnWriteArrayList<>();

  BrowserPage(Browser browser, String session) {
    this.browser = browser;
    this.session = session;
  }

  JsonObject call(String method, Object... namesAndValues) {
    JsonObject parameters = new JsonObject();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      parameters.add((String) namesAndValues[i], json(namesAndValues[i + 1]));
    }
    return browser.call(session, method, parameters);
  }

  private static JsonElement json(Object value) {
    return value instanceof JsonElement element
        ? element
        : new com.google.gson.Gson().toJsonTree(value);
  }

  void open(String address, int width, int height, boolean dark) {
    call("Page.enable");
    call("Runtime.enable");
    call("Log.enable");
    call("Network.enable");
    size(width, height);
    dark(dark);
    call("Page.navigate", "url", address);
    await("document.readyState === 'complete'");
  }

  /** Changes the size of the window. */
  public void size(int width, int height) {
    call(
        "Emulation.setDeviceMetricsOverride",
        "width",
        width,
        "height",
        height,
        "deviceScaleFactor",
        1,
        "mobile",
        false);
    await("innerWidth === " + width + " && innerHeight === " + height);
  }

  /** Changes the colour scheme that the system asks for. */
  public void dark(boolean dark) {
    JsonArray features = new JsonArray();
    features.add(feature("prefers-color-scheme", dark ? "dark" : "light"));
    features.add(feature("prefers-reduced-motion", "reduce"));
    call("Emulation.setEmulatedMedia", "features", features);
  }

  private static JsonObject feature(String name, String value) {
    JsonObject feature = new JsonObject();
    feature.addProperty("name", name);
    feature.addProperty("value", value);
    return feature;
  }

  @Override
  public void event(String from, String method, JsonObject parameters) {
    if (!from.equals(session)) {
      return;
    }
    switch (method) {
      case "Runtime.exceptionThrown" -> problems.add(parameters.toString());
      case "Runtime.consoleAPICalled" -> {
        if (List.of("error", "warning", "assert").contains(parameters.get("type").getAsString())) {
          problems.add(parameters.toString());
        }
      }
      case "Log.entryAdded" -> problems.add(parameters.toString());
      case "Network.requestWillBeSent" -> {
        String url = parameters.getAsJsonObject("request").get("url").getAsString();
        if (!url.matches("(http://127\\.0\\.0\\.1:|about:|data:|blob:).*")) {
          problems.add("asks elsewhere: " + url);
        }
      }
      default -> {} // what else browsers tell
    }
  }

  /** The value of an expression of JavaScript, promises awaited. */
  public JsonElement value(String expression) {
    JsonObject found =
        call(
            "Runtime.evaluate",
            "expression",
            expression,
            "returnByValue",
            true,
            "awaitPromise",
            true);
    if (found.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + found.get("exceptionDetails"));
    }
    JsonElement value = found.getAsJsonObject("result").get("value");
    return value == null ? com.google.gson.JsonNull.INSTANCE : value;
  }

  /** A data attribute of an element, once it has it. */
  public String data(String selector, String key) {
    String value = "document.querySelector('" + selector + "').dataset." + key;
    await(value);
    return value(value).getAsString();
  }

  /** The text of an element as people read it. */
  public String text(String selector) {
    return value(element(selector) + ".innerText").getAsString();
  }

  private static String element(String selector) {
    return "document.querySelector(" + quoted(selector) + ")";
  }

  private static String quoted(String text) {
    return json(text).toString();
  }

  /** Waits until an expression is true. */
  public void await(String expression) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!value("Boolean(" + expression + ")").getAsBoolean()) {
      assertTrue(System.nanoTime() < end, () -> "in vain: " + expression + "; " + problems);
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Waits until an element's text holds this. */
  public void awaitText(String selector, String part) {
    await(element(selector) + "?.innerText.includes(" + quoted(part) + ")");
  }

  /** Presses the mouse in the middle of an element, once it is enabled and rests. */
  public void click(String selector) {
    await(element(selector) + "?.disabled !== true && " + element(selector));
    JsonObject box = restingBox(selector);
    double x = box.get("x").getAsDouble() + box.get("width").getAsDouble() / 2;
    double y = box.get("y").getAsDouble() + box.get("height").getAsDouble() / 2;
    for (String type : List.of("mousePressed", "mouseReleased")) {
      mouse(type, x, y);
    }
  }

  /** Where an element is, once it is at the same place in two frames. */
  private JsonObject restingBox(String selector) {
    JsonObject before = box(selector);
    while (true) {
      awaitFrames();
      JsonObject now = box(selector);
      if (now.equals(before)) {
        return now;
      }
      before = now;
    }
  }

  private void awaitFrames() {
    value(
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))");
  }

  private JsonObject box(String selector) {
    return value(
            "(() => { const e = document.querySelector("
                + quoted(selector)
                + ");"
                + " e.scrollIntoView({block: 'center', behavior: 'instant'});"
                + " return e.getBoundingClientRect().toJSON(); })()")
        .getAsJsonObject();
  }

  private void mouse(String type, double x, double y) {
    call(
        "Input.dispatchMouseEvent",
        "type",
        type,
        "x",
        x,
        "y",
        y,
        "button",
        "left",
        "buttons",
        1,
        "clickCount",
        1);
  }

  /** Moves the mouse over an element, to shares of its width and height. */
  public void hover(String selector, double across, double down) {
    JsonObject box = box(selector);
    call(
        "Input.dispatchMouseEvent",
        "type",
        "mouseMoved",
        "x",
        box.get("x").getAsDouble() + across * box.get("width").getAsDouble(),
        "y",
        box.get("y").getAsDouble() + down * box.get("height").getAsDouble());
  }

  /** Drags the mouse over an element along points, as shares of its width and height. */
  public void drag(String selector, double[]... points) {
    JsonObject box = box(selector);
    for (int i = 0; i < points.length; i++) {
      double x = box.get("x").getAsDouble() + points[i][0] * box.get("width").getAsDouble();
      double y = box.get("y").getAsDouble() + points[i][1] * box.get("height").getAsDouble();
      mouse(i == 0 ? "mousePressed" : "mouseMoved", x, y);
      if (i == points.length - 1) {
        mouse("mouseReleased", x, y);
      }
    }
  }

  /** Gives an element the focus. */
  public void focus(String selector) {
    value(element(selector) + ".focus()");
  }

  /** Presses a key by its name, as {@code ArrowLeft}, on what has the focus. */
  public void key(String name) {
    boolean types = name.equals("Enter"); // a button is pressed by the character, not by the key
    for (String type : List.of(types ? "keyDown" : "rawKeyDown", "keyUp")) {
      call(
          "Input.dispatchKeyEvent",
          "type",
          type,
          "text",
          types ? "\r" : "",
          "key",
          name,
          "code",
          name,
          "windowsVirtualKeyCode",
          KeyCodes.of(name));
    }
  }

  /** Chooses a value of a select, or writes into an input, as a person does. */
  public void set(String selector, String value) {
    value(
        "(() => { const e = document.querySelector("
            + quoted(selector)
            + "); e.value = "
            + quoted(value)
            + "; for (const kind of ['input', 'change'])"
            + " e.dispatchEvent(new Event(kind, {bubbles: true})); })()");
  }

  /** Fails if something was written to the console, thrown, or asked elsewhere. */
  public void assertNoProblems() {
    assertEquals(List.of(), problems);
  }

  /** Forgets problems that were meant. */
  public void forgetProblems() {
    problems.clear();
  }

  /** Fails if something is wider than the window, or a chart's words are cut off at its edge. */
  public void assertNothingOverflows() {
    JsonElement wide = value(Overflow.FOUND);
    assertEquals("[]", wide.toString());
  }

  /**
   * Looks at the page at 1280×720 and at 390×844, light and dark: nothing may overflow. Writes a
   * screenshot of each, of the whole page, into the folder RIVULET_SCREENSHOTS names.
   */
  public void look(String name) throws IOException {
    for (boolean dark : new boolean[] {false, true}) {
      dark(dark);
      for (int[] size : new int[][] {{1280, 720}, {390, 844}}) {
        size(size[0], size[1]);
        awaitFrames();
        assertNothingOverflows();
        Screenshot.ofPage(this, name + "-" + size[0] + (dark ? "-dark" : "-light") + ".png");
      }
    }
    dark(false);
    size(1280, 720);
  }

  /** The ids of what the Tab key reaches, in its order, until it comes to an element again. */
  public List<String> reachedByTab() {
    List<String> reached = new ArrayList<>();
    value("document.activeElement.blur()");
    for (int presses = 0; presses < MOST_PRESSES; presses++) {
      key("Tab");
      String id =
          value(
                  "(() => { const e = document.activeElement; if (e.dataset.reached) return null;"
                      + " e.dataset.reached = 'yes'; return e.id; })()")
              .toString()
              .replace("\"", "");
      if (id.equals("null")) {
        break;
      }
      reached.add(id);
    }
    return reached;
  }

  /** Closes the page. */
  @Override
  public void close() {
    call("Page.close");
  }
}
