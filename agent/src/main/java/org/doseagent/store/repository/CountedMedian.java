package org.doseagent.store.repository;

import org.doseagent.aggregate.benchmark.FacilityMedian;

/**
 * A stored median of a facility.
 *
 * @param median without exams where it no longer counts
 * @param run the edition that was prepared when it changed last
 */
public record CountedMedian(String country, FacilityMedian median, long run) {

    public boolean counts() {
        return median.exams() > 0;
    }
}
