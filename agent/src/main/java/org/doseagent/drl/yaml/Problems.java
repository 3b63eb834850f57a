package org.doseagent.drl.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Collects what is wrong with one file of levels, each problem with its line. Elements of lists count from 1, as in {@code rows[1]}. */
public final class Problems {

    private static final Pattern ELEMENT = Pattern.compile("\\[(\\d+)]");

    private final LocatedYaml yaml;
    private final List<String> texts;

    public Problems(LocatedYaml yaml) {
        this.yaml = yaml;
        this.texts = new ArrayList<>(yaml.duplicates());
    }

    /** Notes a problem of a key, such as {@code rows[3].value}. */
    public void add(Place key, String rule) {
        texts.add(yaml.nearestPlaceOf(dotted(key.text())) + ": " + key.text() + ": " + rule);
    }

    /** Returns a key as {@link LocatedYaml} names it. */
    private static String dotted(String key) {
        return ELEMENT.matcher(key).replaceAll(element -> "." + (Integer.parseInt(element.group(1)) - 1));
    }

    public int size() {
        return texts.size();
    }

    /** Returns the text of a key below {@code place} that must be there. */
    public String required(JsonNode node, String field, Place place) {
        Optional<String> value = Yaml.text(node, field).filter(found -> !found.isBlank());
        if (value.isEmpty()) {
            add(place.key(field), "is mandatory");
        }
        return value.orElse("");
    }

    /** Returns the constant with a name; empty where there is none, or nothing is written. */
    public <E extends Enum<E>> Optional<E> choice(Class<E> type, String text, Place key) {
        for (E each : type.getEnumConstants()) {
            if (each.name().equals(text)) {
                return Optional.of(each);
            }
        }
        if (!text.isEmpty()) {
            add(key, text + " is not one of " + List.of(type.getEnumConstants()));
        }
        return Optional.empty();
    }

    /** Notes every key that is none of these: no key is ignored in silence. */
    public void refuseUnknown(JsonNode node, Set<String> keys, Place place) {
        NearestKey nearest = new NearestKey(keys);
        node.properties().forEach(field -> {
            if (!keys.contains(field.getKey())) {
                add(place.key(field.getKey()), "unknown key; " + nearest.hint(field.getKey()));
            }
        });
    }

    /** Throws with all problems, if there are any. */
    public void refuse() throws DrlException {
        if (!texts.isEmpty()) {
            throw new DrlException(String.join("\n", texts));
        }
    }
}
