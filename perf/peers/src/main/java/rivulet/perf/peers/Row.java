package rivulet.perf.peers;

import com.google.gson.annotations.SerializedName;
import java.util.Locale;

/**
 * One row of the table.
 *
 * @param name the case
 * @param peerName the library
 * @param variant its fastest memory format or algorithm
 * @param ours our figure in {@code unit}, median of pairs
 * @param peer the library's
 * @param ratio peer's time / our time, median of pairs
 * @param error largest difference of results, relative to the largest of them
 * @param allocated heap bytes per call of ours
 */
record Row(
    @SerializedName("case") String name,
    @SerializedName("peer_name") String peerName,
    @SerializedName("peer_variant") String variant,
    double ours,
    double peer,
    double ratio,
    String unit,
    double error,
    @SerializedName("allocated_bytes_per_call") double allocated) {
  static String head() {
    return "%-44s %-9s %8s %8s  ratio  %-12s %-10s %-8s heap bytes"
        .formatted("case", "peer_name", "ours", "peer", "unit", "variant", "error");
  }

  String line() {
    return String.format(
        Locale.ROOT,
        "%-44s %-9s %8.3f %8.3f  %5.2f  %-12s %-10s %.1e  %.1f",
        name,
        peerName,
        ours,
        peer,
        ratio,
        unit,
        variant,
        error,
        allocated);
  }
}
