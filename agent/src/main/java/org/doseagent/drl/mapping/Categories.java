package org.doseagent.drl.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.doseagent.drl.yaml.DrlException;
import org.doseagent.drl.yaml.LocatedYaml;
import org.doseagent.drl.yaml.Problems;
import org.doseagent.drl.yaml.Yaml;

/** The vocabulary of exams that rules and reference levels may name. Immutable. */
public final class Categories {

    /**
     * One category.
     *
     * @param region coarse part of the body; {@code TRUNK} is chest and abdomen together
     * @param procedures procedure codes that mean it: LOINC/RSNA and RadLex playbooks
     * @param regions Target Region codes that mean it, of every generation
     */
    public record Category(String id, String label, Region region, List<String> procedures, List<String> regions) {
        public Category {
            procedures = List.copyOf(procedures);
            regions = List.copyOf(regions);
        }
    }

    /** The coarse regions by which exams are split into parts. */
    public enum Region {
        HEAD,
        NECK,
        SPINE,
        CHEST,
        TRUNK,
        ABDOMEN,
        EXTREMITY,
        WHOLE_BODY,
        OTHER;

        /**
         * Tells whether both may belong to one part of an exam: the same region, the trunk and what is in it, or an unspecific one. The
         * whole body goes with nothing else: what one of its scans is about is said by that scan.
         */
        boolean goesWith(Region other) {
            return this == other || isTrunk(this, other) || isTrunk(other, this) || this == OTHER || other == OTHER;
        }

        private static boolean isTrunk(Region whole, Region part) {
            return whole == TRUNK && (part == CHEST || part == ABDOMEN);
        }
    }

    private final Map<String, Category> categories;

    private Categories(Map<String, Category> categories) {
        this.categories = new LinkedHashMap<>(categories);
    }

    /**
     * Reads categories.
     *
     * @throws DrlException naming every problem of the file at once
     */
    public static Categories parse(String text, String file) throws DrlException {
        Map<String, Category> categories = new LinkedHashMap<>();
        LocatedYaml yaml = LocatedYaml.parse(text, file);
        Problems problems = new Problems(yaml);
        for (JsonNode node : yaml.root().path("categories")) {
            String place = "categories[" + (categories.size() + 1) + "]";
            String id = problems.required(node, "id", place);
            String label = problems.required(node, "label", place);
            Optional<Region> region = problems.choice(Region.class, problems.required(node, "region", place), place);
            if (region.isPresent() && categories.put(id, category(node, id, label, region.get())) != null) {
                problems.add(place, id + " is there twice");
            }
        }
        if (categories.isEmpty()) {
            problems.add("categories", "at least one is needed");
        }
        problems.refuse();
        return new Categories(categories);
    }

    private static Category category(JsonNode node, String id, String label, Region region) {
        List<String> procedures = new ArrayList<>(Yaml.list(node, "loinc"));
        procedures.addAll(Yaml.list(node, "radlex"));
        return new Category(id, label, region, procedures, Yaml.list(node, "regions"));
    }

    public Optional<Category> find(String id) {
        return Optional.ofNullable(categories.get(id));
    }

    public List<Category> all() {
        return List.copyOf(categories.values());
    }
}
