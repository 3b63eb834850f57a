package org.doseagent.release;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.doseagent.aggregate.cells.Inventory;
import org.doseagent.aggregate.control.DifferentialPrivacy;
import org.doseagent.aggregate.control.DisclosureControl;

/**
 * What a site configures for its releases.
 *
 * @param differentialPrivacy empty unless the site wants noisy percentiles
 * @param closeAfter how long a month stays open for late reports after its end
 * @param inventory the scanners of the site
 * @param siteNames texts that identify the site and must not be in a release, such as its id and its AE title
 */
public record ReleaseSettings(
        DisclosureControl.Thresholds thresholds,
        Optional<DifferentialPrivacy> differentialPrivacy,
        Duration closeAfter,
        Inventory inventory,
        List<String> siteNames) {

    public ReleaseSettings {
        siteNames = List.copyOf(siteNames);
    }

    DisclosureControl control() {
        DisclosureControl control = new DisclosureControl(thresholds);
        return differentialPrivacy.map(control::with).orElse(control);
    }
}
