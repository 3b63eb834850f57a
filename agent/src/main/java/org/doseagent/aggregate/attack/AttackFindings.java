package org.doseagent.aggregate.attack;

import java.util.ArrayList;
import java.util.List;

/** Collects what one attack finds. Used by one thread. */
final class AttackFindings {

    private final List<String> findings = new ArrayList<>();
    private int checked;

    /** Counts one value, cell or pair that was checked. */
    void check() {
        checked++;
    }

    void add(String finding) {
        findings.add(finding);
    }

    int checked() {
        return checked;
    }

    List<String> findings() {
        return findings;
    }
}
