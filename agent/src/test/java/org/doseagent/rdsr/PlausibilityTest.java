package org.doseagent.rdsr;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.doseagent.dicom.DataSet;
import org.doseagent.dose.EventDose;
import org.doseagent.dose.Finding;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.ReportedTotals;
import org.doseagent.dose.identity.EventKey;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that contradict each other or that no scan has. */
final class PlausibilityTest {

    /** 400 mGy is the design's example of an implausible CTDIvol. */
    @ParameterizedTest
    @CsvSource({"399.99, 0", "400, 1", "4000, 1"})
    void a_ctdi_vol_from_400_mgy_on_gets_a_finding(BigDecimal ctdiVol, int findings) {
        Reading reading = new Reading(RdsrLimits.DEFAULT);
        EventDose none = EventDose.NONE;
        EventDose dose = new EventDose(
                Optional.of(ctdiVol),
                Optional.of(16),
                false,
                none.dlpMGyCm(),
                none.ssdeMGy(),
                none.ssdeMethod(),
                none.waterEquivalentDiameterMm(),
                none.effectiveDoseMSv());
        ContentItem item = ContentItem.root(DataSet.builder().build());
        new Plausibility(reading)
                .check(
                        List.of(new Plausibility.Located(
                                IrradiationEvent.builder(EventKey.ofUid("1.2.3"))
                                        .dose(dose)
                                        .build(),
                                item)),
                        new Plausibility.Whole(
                                ReportedTotals.NONE, item, new Plausibility.Times(Optional.empty(), Optional.empty())));
        assertThat(reading.findings().stream().filter(finding -> finding.text().contains("implausibly high")))
                .hasSize(findings)
                .allMatch(finding -> finding.code() == Finding.Kind.VALUE);
    }
}
