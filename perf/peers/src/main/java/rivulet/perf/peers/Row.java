package rivulet.perf.peers;

import com.google.gson.annotations.SerializedName;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * One row of the table.
 *
 * @param name the case
 * @param peerName the library
 * @param variant its fastest memory format or algorithm
 * @param ours our figure in {@code unit}, median of pairs
 * @param peer the library's
 * @param ratio peer's time / our time, median of pairs
 * @param gflops effective GFLOP/s of ours: operations of the direct algorithms / time
 * @param share of the time of ours that our convolutions alone would take; empty if not known
 * @param error largest difference of results, relative to the largest of them
 * @param allocated heap bytes per call of ours
 * @param cpu the machine's processors
 * @param threads of either side
 */
record Row(
    @SerializedName("case") String name,
    @SerializedName("peer_name") String peerName,
    @SerializedName("peer_variant") String variant,
    double ours,
    double peer,
    double ratio,
    String unit,
    double gflops,
    @SerializedName("share_of_kernels") OptionalDouble share,
    double error,
    @SerializedName("allocated_bytes_per_call") double allocated,
    String cpu,
    int threads) {
  static String head() {
    return "%-44s %-9s %8s %8s  ratio  %-12s %7s share  %-11s %-8s heap bytes"
        .formatted("case", "peer_name", "ours", "peer", "unit", "GFLOP/s", "variant", "error");
  }

  String line() {
    return String.format(
        Locale.ROOT,
        "%-44s %-9s %8.3f %8.3f  %5.2f  %-12s %7.1f %5s  %-11s %.1e  %.1f",
        name,
        peerName,
        ours,
        peer,
        ratio,
        unit,
        gflops,
        share.isPresent() ? String.format(Locale.ROOT, "%.2f", share.getAsDouble()) : "",
        variant,
        error,
        allocated);
  }
}
