package org.doseagent.release;

import java.time.Duration;
import java.util.Optional;
import org.doseagent.aggregate.control.DifferentialPrivacy;
import org.doseagent.aggregate.control.DisclosureControl;

/**
 * What a release contains, and when a month is closed.
 *
 * @param country two-letter code of the country of the site
 * @param privacy noise instead of rounding; empty unless the site wants it
 * @param separatesChildren whether the age bands of children are cells of their own or one cell together
 * @param adaptsPeriods whether periods are as long as a category needs, or months
 * @param closeAfter how long a period stays open for late reports after its end
 */
public record ReleaseSettings(
        String country,
        DisclosureControl.Thresholds thresholds,
        Optional<DifferentialPrivacy> privacy,
        boolean separatesChildren,
        boolean adaptsPeriods,
        Duration closeAfter) {

    DisclosureControl control() {
        DisclosureControl control = new DisclosureControl(thresholds);
        return privacy.map(control::with).orElse(control);
    }
}
