package org.doseagent.config;

import java.math.BigDecimal;
import java.util.Optional;
import org.doseagent.aggregate.control.DifferentialPrivacy;
import org.doseagent.aggregate.control.DisclosureControl;
import org.doseagent.release.ReleaseSettings;

/** Reads {@code aggregate} and {@code site.country}: what a release contains, and when a month is closed. */
final class ReleaseReader {

    private static final String PRIVACY = "aggregate.differentialPrivacy.";

    private final ConfigTree tree;

    ReleaseReader(ConfigTree tree) {
        this.tree = tree;
    }

    ReleaseSettings read() {
        boolean isAdaptive = tree.word("aggregate.period", "month", "adaptive").equals("adaptive");
        return new ReleaseSettings(
                tree.text("site.country", "XX", "[A-Z]{2}", "must be a two-letter country code"),
                new DisclosureControl.Thresholds(
                        tree.integer("aggregate.minExams", 20, 20, 10_000),
                        tree.integer("aggregate.minPatients", 10, 10, 10_000),
                        tree.integer("aggregate.maxExamsPerPatient", 2, 1, 2)),
                privacy(),
                tree.flag("aggregate.separateChildBands", false),
                isAdaptive,
                tree.duration("aggregate.closeAfter", "14d"));
    }

    private Optional<DifferentialPrivacy> privacy() {
        boolean isEnabled = tree.flag(PRIVACY + "enabled", false);
        BigDecimal perCell = tree.decimal(PRIVACY + "epsilonPerCell", "1", "0", "999");
        BigDecimal perPeriod = tree.decimal(PRIVACY + "epsilonPerPeriod", "2", "0", "999");
        boolean isUsable = true;
        if (perCell.signum() == 0 || perCell.compareTo(BigDecimal.TEN) > 0) {
            tree.problem(PRIVACY + "epsilonPerCell", perCell.toPlainString(), "must be from 0.01 to 10");
            isUsable = false;
        }
        if (perPeriod.compareTo(perCell) < 0) {
            tree.problem(PRIVACY + "epsilonPerPeriod", perPeriod.toPlainString(), "must not be below epsilonPerCell");
            isUsable = false;
        }
        return isEnabled && isUsable ? Optional.of(new DifferentialPrivacy(perCell, perPeriod)) : Optional.empty();
    }
}
