package org.doseagent.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which of the shipped sets a country has. A set that has ended is not among them: {@code fr-2011}, the Japanese ones and {@code ie-foley-2012}
 * stay in the folder for exams of their time.
 */
final class CountrySets {

    /** The word in {@code drl.sets} that is replaced by the sets of the country. */
    static final String AUTO = "auto";

    /** The country of the shipped file, which is none. */
    private static final String NONE = "XX";

    private static final List<String> EUROPEAN = List.of("eu-euclid-rp195", "eu-pidrl-rp185");

    private static final Map<String, List<String>> NATIONAL = Map.ofEntries(
            Map.entry(NONE, List.of("uk-ndrl-2022")),
            Map.entry("AU", List.of("au-arpansa-2018")),
            Map.entry("CA", List.of("ca-bc-2013")),
            Map.entry("DE", List.of("de-bfs-2022")),
            Map.entry("DK", List.of("dk-2015")),
            Map.entry("FI", List.of("fi-2013")),
            Map.entry("GB", List.of("uk-ndrl-2022")),
            Map.entry("ID", List.of("id-bapeten")),
            Map.entry("IT", List.of("it-survey-2014")),
            Map.entry("KR", List.of("kr", "kr-children")),
            Map.entry("NO", List.of("no-2014")),
            Map.entry("SE", List.of("se-2015")),
            Map.entry("TR", List.of("tr-baskent-2024")),
            Map.entry("US", List.of("us-acr-2017", "us-acr-2022-children", "us-ucsf-2022")));

    private CountrySets() {}

    /** Returns the files of a country, in the folder of the shipped ones: its own sets, then the European ones. */
    static List<String> files(String country) {
        List<String> sets = new ArrayList<>(NATIONAL.getOrDefault(country, List.of()));
        sets.addAll(EUROPEAN);
        return sets.stream().map(id -> "drl/" + id + ".yaml").toList();
    }

    /** Returns in words what {@link #files} chose, for the person who set the country. */
    static String choice(String country) {
        if (country.equals(NONE)) {
            return "site.country is not set (XX): the sets of the United Kingdom and the European ones are active";
        }
        List<String> own = NATIONAL.getOrDefault(country, List.of());
        return own.isEmpty()
                ? "no current set of " + country + " (site.country) is available here: the European sets are active"
                : "site.country " + country + ": " + String.join(", ", own) + " and the European sets are active";
    }
}
