package org.doseagent.drl;

import org.doseagent.drl.yaml.FileName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.doseagent.drl.level.DrlSet;
import org.doseagent.drl.mapping.Categories;
import org.doseagent.drl.mapping.Mapping;
import org.doseagent.drl.tripwire.Tripwire;

/** The shipped categories, rules and sets, for tests. */
public final class TestLevels {

    public static final Path CONFIG =
            Path.of(System.getProperty("project.root", "..")).resolve("config");

    private TestLevels() {}

    public static Categories categories() throws Exception {
        return Categories.parse(Files.readString(CONFIG.resolve("categories.yaml")), new FileName("categories.yaml"));
    }

    public static Mapping mapping() throws Exception {
        return Mapping.parse(Files.readString(CONFIG.resolve("mapping.yaml")), new FileName("mapping.yaml"), categories());
    }

    /** A set with a CTDIvol of 10 mGy and a DLP of 400 mGy·cm for the adult chest, 60 and 900 for the adult head. */
    public static DrlSet set(String more) throws Exception {
        String row =
                "  - {category: %s, quantity: %s, scope: EXAM, value: \"%s\", unit: %s, phantomCm: %d, phantomStated: true, population: adult, minDays: 6574}\n";
        return DrlSet.parse(
                "id: test\ntitle: T\njurisdiction: XX\nedition: '1'\nsource: a test\n"
                        + (more.contains("tier") ? "" : "tier: A\n") + more + "rows:\n"
                        + row.formatted("CT-CHEST", "CTDIVOL", "10", "mGy", 32)
                        + row.formatted("CT-CHEST", "DLP", "400", "mGy.cm", 32)
                        + row.formatted("CT-HEAD", "CTDIVOL", "60", "mGy", 16)
                        + row.formatted("CT-HEAD", "DLP", "900", "mGy.cm", 16),
                new FileName("test.yaml"),
                categories());
    }

    public static EventRules german() throws Exception {
        return EventRules.parse(Files.readString(CONFIG.resolve("rules/de-strlschv-annex-14.yaml")), new FileName("german"));
    }

    /** The shipped tripwire. */
    public static Tripwire tripwire() throws Exception {
        return Tripwire.parse(Files.readString(CONFIG.resolve("rules/tripwire.yaml")), new FileName("tripwire.yaml"), categories());
    }

    /** The shipped categories, mapping and tripwire, with these sets and rule packs. */
    public static Levels levels(List<DrlSet> sets, List<EventRules> packs) throws Exception {
        return new Levels(categories(), mapping(), sets, packs, tripwire());
    }

    public static List<DrlSet> sets(String more) throws Exception {
        return List.of(set(more));
    }
}
