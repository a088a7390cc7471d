package rivulet.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote beside the classes. */
public final class Version implements IVersionProvider {

  private static final String RESOURCE = "version.properties";

  @Override
  public String[] getVersion() {
    return new String[] {
      "rivulet " + number(), "JDK " + Runtime.version() + " (" + System.getProperty("os.arch") + ")"
    };
  }

  /**
   * The number alone, as {@code 0.1.0}.
   *
   * @throws UncheckedIOException if the resource cannot be read
   */
  public static String number() {
    Properties properties = new Properties();
    try (InputStream resource = Version.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IOException("version: " + RESOURCE + " is not on the class path; build again");
      }
      properties.load(resource);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }
}
