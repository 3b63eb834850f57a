package org.doseagent.drl.mapping;

import org.doseagent.drl.yaml.Place;
import org.doseagent.drl.yaml.FileName;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
     * @param body the parts of the body that it covers; empty: none in particular
     * @param takesIn categories whose scans are phases of an exam of this category, where an exam has both
     */
    public record Category(
            String id,
            String label,
            Region region,
            List<String> procedures,
            List<String> regions,
            Set<BodyPart> body,
            Geometry geometry,
            List<String> takesIn) {
        public Category {
            procedures = List.copyOf(procedures);
            regions = List.copyOf(regions);
            body = Set.copyOf(body);
            takesIn = List.copyOf(takesIn);
        }

        /**
         * Tells whether both may belong to one part of an exam: the same region, one that covers the other, or an unspecific one. The whole
         * body goes with nothing else: what one of its scans is about is said by that scan. A spine goes with a spine only.
         */
        boolean goesWith(Category other) {
            if (region == other.region || region == Region.OTHER || other.region == Region.OTHER) {
                return true;
            }
            boolean isApart = region.isApart() || other.region.isApart();
            return !isApart && (body.containsAll(other.body) || other.body.containsAll(body));
        }

        /** Tells whether both are of the same or neighbouring parts of the body. */
        boolean isNear(Category other) {
            return body.isEmpty() || other.body.isEmpty() || BodyPart.areNear(body, other.body);
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

        private boolean isApart() {
            return this == SPINE || this == EXTREMITY || this == WHOLE_BODY;
        }
    }

    /**
     * What tells a scan gated by the heart and a run at one place from others.
     *
     * @param gatedPitch a spiral scan of the trunk with a pitch up to this is gated by the heart or by respiration
     * @param stationaryRunSeconds a scan at one place of the table that takes at least so long is a run: perfusion, fluoroscopy
     */
    public record Technique(BigDecimal gatedPitch, BigDecimal stationaryRunSeconds) {}

    private final Map<String, Category> categories;
    private final Technique technique;

    private Categories(Map<String, Category> categories, Technique technique) {
        this.categories = new LinkedHashMap<>(categories);
        this.technique = technique;
    }

    /**
     * Reads categories.
     *
     * @throws DrlException naming every problem of the file at once
     */
    public static Categories parse(String text, FileName file) throws DrlException {
        Map<String, Category> categories = new LinkedHashMap<>();
        LocatedYaml yaml = LocatedYaml.parse(text, file);
        Problems problems = new Problems(yaml);
        for (JsonNode node : yaml.root().path("categories")) {
            Place place = Place.element("categories", categories.size());
            String id = problems.required(node, "id", place);
            problems.required(node, "label", place);
            Optional<Region> region = problems.choice(Region.class, problems.required(node, "region", place), place);
            if (region.isPresent()
                    && categories.put(id, category(node, region.get(), new Reading(place, problems))) != null) {
                problems.add(place, id + " is there twice");
            }
        }
        if (categories.isEmpty()) {
            problems.add(Place.of("categories"), "at least one is needed");
        }
        checkTakenIn(categories, problems);
        Technique technique = technique(yaml.root().path("technique"), new Reading(Place.of("technique"), problems));
        problems.refuse();
        return new Categories(categories, technique);
    }

    /** Where something is read, and where its problems go. */
    private record Reading(Place place, Problems problems) {}

    private static Category category(JsonNode node, Region region, Reading reading) {
        List<String> procedures = new ArrayList<>(Yaml.list(node, "loinc"));
        procedures.addAll(Yaml.list(node, "radlex"));
        Set<BodyPart> body = EnumSet.noneOf(BodyPart.class);
        for (String part : Yaml.list(node, "body")) {
            reading.problems()
                    .choice(BodyPart.class, part, reading.place().key("body"))
                    .ifPresent(body::add);
        }
        return new Category(
                node.path("id").asText(),
                node.path("label").asText(),
                region,
                procedures,
                Yaml.list(node, "regions"),
                body.isEmpty() ? usual(region) : body,
                geometry(node, reading),
                Yaml.list(node, "takesIn"));
    }

    /** Returns what categories of a region cover unless they say otherwise. */
    private static Set<BodyPart> usual(Region region) {
        return switch (region) {
            case HEAD -> EnumSet.of(BodyPart.HEAD);
            case NECK -> EnumSet.of(BodyPart.NECK);
            case CHEST -> EnumSet.of(BodyPart.CHEST);
            case ABDOMEN -> EnumSet.of(BodyPart.ABDOMEN, BodyPart.PELVIS);
            case TRUNK -> EnumSet.of(BodyPart.CHEST, BodyPart.ABDOMEN, BodyPart.PELVIS);
            case EXTREMITY -> EnumSet.of(BodyPart.ARM, BodyPart.LEG);
            case SPINE -> EnumSet.of(BodyPart.NECK, BodyPart.CHEST, BodyPart.ABDOMEN, BodyPart.PELVIS);
            case WHOLE_BODY, OTHER -> EnumSet.noneOf(BodyPart.class);
        };
    }

    private static Geometry geometry(JsonNode node, Reading reading) {
        JsonNode length = node.path("lengthMm");
        Optional<Integer> min = whole(length, "min", reading);
        Optional<Integer> max = whole(length, "max", reading);
        if (min.isPresent() && max.isPresent() && min.get() >= max.get()) {
            reading.problems().add(reading.place().key("lengthMm"), "min must be below max");
        }
        return new Geometry(
                min,
                max,
                whole(node, "minPhases", reading),
                node.path("stationary").asBoolean(),
                node.path("gated").asBoolean());
    }

    private static Optional<Integer> whole(JsonNode node, String field, Reading reading) {
        JsonNode value = node.path(field);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.canConvertToInt() || value.asInt() <= 0) {
            reading.problems().add(reading.place().key(field), "must be a whole number above 0");
            return Optional.empty();
        }
        return Optional.of(value.asInt());
    }

    private static Technique technique(JsonNode node, Reading reading) {
        return new Technique(
                decimal(node, "gatedPitch", reading, "0.35"), decimal(node, "stationaryRunSeconds", reading, "10"));
    }

    private static BigDecimal decimal(JsonNode node, String field, Reading reading, String usual) {
        JsonNode value = node.path(field);
        if (!value.isMissingNode() && (!value.isNumber() || value.decimalValue().signum() <= 0)) {
            reading.problems().add(reading.place().key(field), "must be a number above 0");
        }
        return value.isNumber() ? value.decimalValue() : new BigDecimal(usual);
    }

    private static void checkTakenIn(Map<String, Category> categories, Problems problems) {
        int number = 0;
        for (Category category : categories.values()) {
            number++;
            for (String taken : category.takesIn()) {
                if (!categories.containsKey(taken)) {
                    problems.add(Place.of("categories[" + number + "].takesIn"), taken + " is not in the categories");
                }
            }
        }
    }

    public Optional<Category> find(String id) {
        return Optional.ofNullable(categories.get(id));
    }

    public List<Category> all() {
        return List.copyOf(categories.values());
    }

    public Technique technique() {
        return technique;
    }
}
