package rivulet.web.watch;

import java.util.List;
import java.util.Optional;
import rivulet.Validation;

/**
 * How far a run is: the event {@code state}.
 *
 * @param run its place among those watched, from 0
 * @param updates done
 * @param steps that were asked for, where it is known
 * @param finished whether all of them are done
 * @param skipped updates that were left out, counted at each level
 * @param imagesPerSecond over the last while, as long as it trains
 * @param secondsLeft until all updates are done, while it trains
 * @param model names the state of the model's file; another text: another model
 * @param validation bits/dim on images held back, each time a run ended
 * @param problem what cannot be read, if something cannot
 */
record RunState(
    int run,
    long updates,
    Optional<Long> steps,
    boolean finished,
    long skipped,
    Optional<Double> imagesPerSecond,
    Optional<Double> secondsLeft,
    Optional<String> model,
    List<Validation> validation,
    Optional<String> problem) {}
