package org.doseagent.aggregate.benchmark;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a repository publishes at one time.
 *
 * @param issuer the repository, as people know it
 * @param minFacilities a figure of fewer facilities is not published
 * @param years newest first
 */
public record Results(String issuer, LocalDate createdAt, int minFacilities, List<Year> years) {

    public Results {
        years = List.copyOf(years);
    }

    /**
     * The figures of a calendar year.
     *
     * @param end the last day of the newest period that is counted
     * @param all over all countries, in the order of the keys
     * @param byCountry the same for each country, where they may be published
     */
    public record Year(int year, LocalDate end, List<Figure> all, Map<String, List<Figure>> byCountry) {
        public Year {
            all = List.copyOf(all);
            byCountry = new TreeMap<>(byCountry);
        }

        public LocalDate start() {
            return LocalDate.of(year, 1, 1);
        }
    }
}
