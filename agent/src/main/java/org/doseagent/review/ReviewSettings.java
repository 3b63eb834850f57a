package org.doseagent.review;

import java.util.List;
import org.doseagent.aggregate.cells.Inventory;
import org.doseagent.drl.group.ComparisonSettings;
import org.doseagent.trend.TrendSettings;

/**
 * Settings of the comparisons of many exams.
 *
 * @param reasons the reason codes with which an alert is acknowledged
 * @param accessionNumbersAreCtOnly only CT uses this sequence of accession numbers, so that each gap is a missing exam
 * @param inventory year of installation and detector rows of the scanners
 * @param benchmarkKeys Ed25519 keys (X.509 SubjectPublicKeyInfo in base64) of the repositories whose percentiles are accepted
 */
public record ReviewSettings(
        ComparisonSettings comparison,
        TrendSettings trend,
        List<String> reasons,
        boolean accessionNumbersAreCtOnly,
        Inventory inventory,
        List<String> benchmarkKeys,
        PatientSettings patients) {

    public ReviewSettings {
        reasons = List.copyOf(reasons);
        benchmarkKeys = List.copyOf(benchmarkKeys);
    }
}
