package org.doseagent.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads typed values out of a configuration tree and collects what is wrong with them. */
final class ConfigTree {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})\\s*(B|KiB|MiB|GiB)?");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(s|m|h|d)");
    private static final Map<String, Long> UNITS = Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

    private final ObjectNode root;
    private final String file;
    private final Map<String, Integer> lines;
    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();
    private final Set<String> known = new TreeSet<>();

    /** {@code lines} is where each key stands in the file; keys of the command line are in none. */
    ConfigTree(ObjectNode root, String file, Map<String, Integer> lines, Map<String, String> environment) {
        this.lines = Map.copyOf(lines);
        this.root = root;
        this.file = file;
        this.environment = environment;
    }

    List<String> problems() {
        return problems;
    }

    String text(String key, String fallback, String pattern, String rule) {
        String value = secret(key, at(key)).orElse(fallback);
        if (!value.matches(pattern)) {
            problem(key, value, rule);
            return fallback;
        }
        return value;
    }

    Optional<String> optional(String key) {
        return secret(key, at(key)).filter(text -> !text.isBlank());
    }

    /** A value may stand in the environment, {@code {env: NAME}}, or in a file of its own, {@code {file: PATH}}. */
    private Optional<String> secret(String key, JsonNode node) {
        if (node.isObject() && node.path("env").isTextual()) {
            String name = node.path("env").asText();
            String value = environment.get(name);
            if (value == null) {
                problem(key, "env: " + name, "the environment variable must be set");
            }
            return Optional.ofNullable(value);
        }
        if (node.isObject() && node.path("file").isTextual()) {
            return fromFile(key, node.path("file").asText());
        }
        return node.isValueNode() && !node.isNull() ? Optional.of(node.asText()) : Optional.empty();
    }

    private Optional<String> fromFile(String key, String path) {
        try {
            return Optional.of(Files.readString(Path.of(path)).strip());
        } catch (IOException | InvalidPathException e) {
            problem(key, "file: " + path, "the file must be readable");
            return Optional.empty();
        }
    }

    int integer(String key, int fallback, int least, int most) {
        return (int) number(key, Integer.toString(fallback), least, most, "a whole number");
    }

    private long number(String key, String fallback, long least, long most, String kind) {
        String text = secret(key, at(key)).orElse(fallback);
        if (!text.matches("-?\\d{1,15}") || Long.parseLong(text) < least || Long.parseLong(text) > most) {
            problem(key, text, "must be " + kind + " from " + least + " to " + most);
            return Long.parseLong(fallback);
        }
        return Long.parseLong(text);
    }

    boolean flag(String key, boolean fallback) {
        String text = secret(key, at(key)).orElse(Boolean.toString(fallback));
        if (!text.matches("true|false")) {
            problem(key, text, "must be true or false");
        }
        return text.equals("true");
    }

    long size(String key, String fallback, long least, long most) {
        String text = secret(key, at(key)).orElse(fallback);
        Matcher matcher = SIZE.matcher(text);
        if (matcher.matches()) {
            String unit = matcher.group(2) == null ? "B" : matcher.group(2);
            BigDecimal bytes =
                    new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(UNITS.getOrDefault(unit, 1L)));
            if (bytes.compareTo(BigDecimal.valueOf(least)) >= 0 && bytes.compareTo(BigDecimal.valueOf(most)) <= 0) {
                return bytes.longValue();
            }
        }
        problem(key, text, "must be a size such as 16MiB, from " + least + " to " + most + " bytes");
        return least;
    }

    Duration duration(String key, String fallback) {
        String text = secret(key, at(key)).orElse(fallback);
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches() || matcher.group(1).matches("0+")) {
            problem(key, text, "must be a time such as 30s, 5m, 2h or 14d");
            return Duration.ofSeconds(1);
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    List<String> texts(String key, List<String> fallback) {
        JsonNode node = at(key);
        if (node.isMissingNode() || node.isNull()) {
            return fallback;
        }
        if (node.isTextual()) {
            return List.of(node.asText().split(",", -1));
        }
        if (!node.isArray()) {
            problem(key, node.asText(), "must be a list");
            return fallback;
        }
        List<String> values = new ArrayList<>();
        node.forEach(value -> values.add(value.asText()));
        return values;
    }

    List<JsonNode> nodes(String key) {
        List<JsonNode> values = new ArrayList<>();
        at(key).forEach(values::add);
        return values;
    }

    /** Notes every key that nothing has asked for, with the nearest one that exists. */
    void refuseUnknown() {
        refuseUnknown(root, "");
    }

    private void refuseUnknown(ObjectNode node, String prefix) {
        node.properties().forEach(field -> {
            String key = prefix + field.getKey();
            boolean isKnown = known.contains(key);
            boolean isParent = known.stream().anyMatch(each -> each.startsWith(key + "."));
            if (!isKnown && isParent && field.getValue() instanceof ObjectNode child) {
                refuseUnknown(child, key + ".");
            } else if (!isKnown) {
                problem(key, "", "unknown key; did you mean " + nearest(key) + "?");
            }
        });
    }

    private String nearest(String key) {
        return known.stream()
                .min((first, second) -> Integer.compare(distance(key, first), distance(key, second)))
                .orElse("");
    }

    /** Returns the Levenshtein distance of two short words. */
    static int distance(String first, String second) {
        int[] previous = new int[second.length() + 1];
        for (int j = 0; j <= second.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= first.length(); i++) {
            int[] current = new int[second.length() + 1];
            current[0] = i;
            for (int j = 1; j <= second.length(); j++) {
                int change = previous[j - 1] + (first.charAt(i - 1) == second.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(change, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[second.length()];
    }

    private JsonNode at(String key) {
        known.add(key);
        return root.at("/" + key.replace('.', '/'));
    }

    void problem(String key, String value, String rule) {
        Integer line = lines.get(key);
        problems.add(file + (line == null ? "" : ":" + line) + ": " + key
                + (value.isEmpty() ? "" : ": \"" + value + "\"") + ": " + rule);
    }
}
