package rivulet.perf.peers;

import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import rivulet.perf.Clock;
import rivulet.perf.Processors;
import rivulet.tensor.kernel.VectorInfo;

/**
 * The rows of a run and what it ran on.
 *
 * @param flags of the JVM
 * @param commit of the sources
 * @param clock what times are: of the processor for one thread, of the wall for more
 * @param vectorBits bits of a vector of ours
 */
record Report(
    String date,
    String cpu,
    String jdk,
    List<String> flags,
    String commit,
    int vectorBits,
    int threads,
    Clock clock,
    List<Row> rows) {
  static Report of(int threads, List<Row> rows) {
    return new Report(
        LocalDate.now(ZoneOffset.UTC).toString(),
        Processors.cpu(),
        System.getProperty("java.vm.vendor") + " " + System.getProperty("java.vm.version"),
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(flag -> !flag.startsWith("-Drivulet"))
            .toList(),
        System.getProperty("rivulet.commit", "unknown"),
        VectorInfo.bits(),
        threads,
        Clock.of(threads),
        rows);
  }
}
