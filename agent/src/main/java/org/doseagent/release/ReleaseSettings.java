package org.doseagent.release;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.doseagent.aggregate.cells.Admission;
import org.doseagent.aggregate.cells.Inventory;
import org.doseagent.aggregate.control.DifferentialPrivacy;
import org.doseagent.aggregate.control.DisclosureControl;
import org.doseagent.dose.AeTitle;

/**
 * What a site configures for its releases.
 *
 * @param differentialPrivacy empty unless the site wants noisy percentiles
 * @param closeAfter how long a month stays open for late reports after its end
 * @param inventory the scanners of the site; if there are any, only their exams are counted
 * @param callers the AE titles that may send; if there are any, only their exams are counted
 * @param siteNames texts that identify the site and must not be in a release, such as its id and its AE title
 */
public record ReleaseSettings(
        DisclosureControl.Thresholds thresholds,
        Optional<DifferentialPrivacy> differentialPrivacy,
        Duration closeAfter,
        Inventory inventory,
        Set<AeTitle> callers,
        List<String> siteNames) {

    /** The calling AE title of reports that the site imported from files; they are always counted. */
    private static final AeTitle IMPORT = new AeTitle("IMPORT");

    public ReleaseSettings {
        callers = Set.copyOf(callers);
        siteNames = List.copyOf(siteNames);
    }

    Admission admission() {
        Set<AeTitle> admitted = new HashSet<>(callers);
        if (!callers.isEmpty()) {
            admitted.add(IMPORT);
        }
        return new Admission(inventory.scanners().keySet(), admitted);
    }

    DisclosureControl control() {
        DisclosureControl control = new DisclosureControl(thresholds);
        return differentialPrivacy.map(control::with).orElse(control);
    }
}
