package rivulet.cli.option;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import rivulet.web.Page;
import rivulet.web.WebServer;

/** {@code --port N}, and the serving of a page until the program is told to end. */
public final class PageOption {
  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port of this machine; 0: any that is free (default: ${DEFAULT-VALUE})")
  private int port = 7878;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /**
   * Serves pages; the address is the first line of standard output. Ends with the process, which
   * Ctrl-C or SIGTERM end at once.
   *
   * @return exit code 0 if the server was closed otherwise
   */
  public int serve(Page... pages) {
    try (WebServer server = Usage.checked(command, () -> WebServer.start(port, List.of(pages)))) {
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "rivulet-web-end"));
      PrintWriter out = command.commandLine().getOut();
      out.println(server.address());
      out.flush();
      server.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }
}
