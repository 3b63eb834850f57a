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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.doseagent.drl.yaml.LocatedYaml;
import org.doseagent.drl.yaml.NearestKey;

/**
 * Reads typed values out of a configuration and collects what is wrong with them. A key is dotted; an element of a list is a number in
 * it, as in {@code pacs.0.host}.
 */
final class ConfigTree {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})\\s*(B|KiB|MiB|GiB|TiB)?");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(s|m|h|d)");
    private static final Map<String, Long> UNITS =
            Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30, "TiB", 1L << 40);

    /** Maximum length of a value in a message. */
    private static final int MAX_SHOWN = 80;

    private static final String MASK = "(masked)";

    /** The value of a time that never comes. */
    static final String NEVER = "never";

    /** Maximum size of the file of a secret. */
    private static final int MAX_SECRET_BYTES = 64 * 1024;

    private final ConfigSource source;
    private final Path folder;
    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();
    private final Set<String> known = new TreeSet<>();
    private final Set<String> reserved = new HashSet<>();
    private final Map<String, String> inForce = new LinkedHashMap<>();

    /** {@code folder} is the folder of the files of secrets. */
    ConfigTree(ConfigSource source, Path folder, Map<String, String> environment) {
        this.source = source;
        this.folder = folder;
        this.environment = environment;
        problems.addAll(source.problems());
    }

    List<String> problems() {
        return problems;
    }

    /** Returns every key that has been asked for. */
    Set<String> known() {
        return Set.copyOf(known);
    }

    /** Returns each key with its effective value in the syntax of the file, in the order of reading. Secrets are masked. */
    Map<String, String> inForce() {
        return inForce;
    }

    /** Records the effective value where it differs from the one in the file, such as an absolute path. */
    <T> T keep(String key, T value) {
        String text = value.toString();
        inForce.put(key, !isSecret(key) ? SecretUrl.masked(text) : text.isEmpty() ? "(not set)" : "(set)");
        return value;
    }

    private static boolean isSecret(String words) {
        return words.toLowerCase(Locale.ROOT).matches(".*(token|passw|secret|passphrase).*");
    }

    boolean isWritten(String key) {
        return !at(key).isMissingNode();
    }

    String text(String key, String fallback, String pattern, String rule) {
        String value = scalar(key, fallback).orElse(fallback);
        if (!value.matches(pattern)) {
            problem(key, value, rule);
            return fallback;
        }
        return keep(key, value);
    }

    /** Returns one of {@code words}, the first of which is the default. */
    String word(String key, String... words) {
        List<String> list = List.of(words);
        String value = scalar(key, list.get(0)).orElse(list.get(0));
        if (!list.contains(value)) {
            problem(key, value, "must be " + String.join(" or ", list));
            return list.get(0);
        }
        return keep(key, value);
    }

    /** Refuses every value that this version does not support. */
    void only(String key, String value) {
        String written = keep(key, scalar(key, value).orElse(value));
        if (!written.equals(value)) {
            problem(key, written, "not supported yet: only " + value);
        }
    }

    /**
     * Accepts keys that are part of the contract of the configuration but have no effect in this version. They are neither shown nor
     * suggested.
     */
    void reserve(String... keys) {
        reserved.addAll(List.of(keys));
    }

    /** Refuses a key of an earlier release that has no effect any more, because a value without effect misleads. */
    void gone(String key, String rule) {
        reserved.add(key);
        JsonNode written = source.root().at(pointer(key));
        if (!written.isMissingNode()) {
            problem(key, shown(written), rule);
        }
    }

    /**
     * Accepts the name that a key had in an earlier release; it is neither shown nor suggested. A file with both names is refused, because
     * one of the two values would have no effect. On the command line the former name takes precedence over the file too.
     */
    void renamed(String key, String former) {
        reserved.add(former);
        JsonNode old = source.root().at(pointer(former));
        if (old.isMissingNode()) {
            return;
        }
        boolean isOverride = source.placeOf(former).equals(ConfigSource.COMMAND_LINE);
        if (!isOverride && isWritten(key)) {
            problem(former, shown(old), "is the former name of " + key + ", which the file has too; remove " + former);
        } else {
            source.move(former, key);
        }
    }

    private static String pointer(String key) {
        return "/" + key.replace('.', '/');
    }

    Optional<String> optional(String key) {
        return Optional.of(keep(key, scalar(key, "").orElse(""))).filter(text -> !text.isBlank());
    }

    /**
     * A value may be in the environment, {@code {env: NAME}}, or in a file, {@code {file: PATH}}. Empty if it is absent, or unusable,
     * which is then a problem.
     */
    private Optional<String> scalar(String key, String fallback) {
        JsonNode node = at(key);
        if (node.isMissingNode() || (node.isNull() && fallback.isEmpty())) {
            return Optional.empty();
        }
        if (node.isObject() && node.size() == 1 && node.path("env").isTextual()) {
            return fromEnvironment(key, node.path("env").asText());
        }
        if (node.isObject() && node.size() == 1 && node.path("file").isTextual()) {
            return fromFile(key, node.path("file").asText());
        }
        if (node.isNull()) {
            problem(key, "", "has no value; give it one, or remove the key");
            return Optional.empty();
        }
        if (!node.isValueNode()) {
            problem(key, node.toString(), "must be one value, not a " + (node.isArray() ? "list" : "group of keys"));
            return Optional.empty();
        }
        return Optional.of(source.textOf(key, node));
    }

    private Optional<String> fromEnvironment(String key, String name) {
        String value = environment.get(name);
        if (value == null) {
            add(key, "env: " + name, "the environment variable must be set");
        }
        return Optional.ofNullable(value);
    }

    private Optional<String> fromFile(String key, String path) {
        try {
            Path file = folder.resolve(path);
            if (Files.size(file) <= MAX_SECRET_BYTES) {
                return Optional.of(Files.readString(file).strip());
            }
            add(key, "file: " + path, "the file must have at most " + MAX_SECRET_BYTES + " bytes");
        } catch (IOException | InvalidPathException e) {
            add(key, "file: " + path, "the file must be readable");
        }
        return Optional.empty();
    }

    int integer(String key, int fallback, int min, int max) {
        return keep(
                key, optionalInteger(key, Integer.toString(fallback), min, max).orElse(fallback));
    }

    Optional<Integer> integer(String key, int min, int max) {
        return optionalInteger(key, "", min, max);
    }

    private Optional<Integer> optionalInteger(String key, String fallback, int min, int max) {
        Optional<String> text = scalar(key, fallback);
        if (text.isPresent()
                && (!text.get().matches("-?\\d{1,15}")
                        || Long.parseLong(text.get()) < min
                        || Long.parseLong(text.get()) > max)) {
            problem(key, text.get(), "must be a whole number from " + min + " to " + max);
            return Optional.empty();
        }
        return text.map(Integer::valueOf);
    }

    /** Returns a number with at most two decimals; the limits are included. */
    BigDecimal decimal(String key, String fallback, String min, String max) {
        String text = scalar(key, fallback).orElse(fallback);
        BigDecimal value = text.matches("\\d{1,9}(\\.\\d{1,2})?") ? new BigDecimal(text) : BigDecimal.valueOf(-1);
        if (value.compareTo(new BigDecimal(min)) < 0 || value.compareTo(new BigDecimal(max)) > 0) {
            problem(key, text, "must be a number from " + min + " to " + max + " with at most two decimals");
            return new BigDecimal(fallback);
        }
        return keep(key, value);
    }

    boolean flag(String key, boolean fallback) {
        String text = scalar(key, Boolean.toString(fallback)).orElse(Boolean.toString(fallback));
        if (!text.matches("true|false")) {
            problem(key, text, "must be true or false");
        }
        return keep(key, text.equals("true"));
    }

    /** Returns bytes; the limits are included. */
    long size(String key, String fallback, long min, long max) {
        String text = keep(key, scalar(key, fallback).orElse(fallback));
        Matcher matcher = SIZE.matcher(text);
        if (matcher.matches()) {
            String unit = matcher.group(2) == null ? "B" : matcher.group(2);
            BigDecimal bytes =
                    new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(UNITS.getOrDefault(unit, 1L)));
            if (bytes.compareTo(BigDecimal.valueOf(min)) >= 0 && bytes.compareTo(BigDecimal.valueOf(max)) <= 0) {
                return bytes.longValue();
            }
        }
        problem(key, text, "must be a size such as 16MiB, from " + sizeText(min) + " to " + sizeText(max));
        return min;
    }

    private static String sizeText(long bytes) {
        return Stream.of("TiB", "GiB", "MiB", "KiB")
                .filter(unit -> bytes > 0 && bytes % UNITS.getOrDefault(unit, 1L) == 0)
                .findFirst()
                .map(unit -> bytes / UNITS.getOrDefault(unit, 1L) + unit)
                .orElse(bytes + "B");
    }

    /** Returns a time, or empty for {@link #NEVER}. */
    Optional<Duration> durationOrNever(String key, String fallback) {
        if (scalar(key, fallback).orElse(fallback).equals(NEVER)) {
            keep(key, NEVER);
            return Optional.empty();
        }
        return Optional.of(duration(key, fallback, "must be never, or a time"));
    }

    Duration duration(String key, String fallback) {
        return duration(key, fallback, "must be a time");
    }

    private Duration duration(String key, String fallback, String rule) {
        String text = keep(key, scalar(key, fallback).orElse(fallback));
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches() || matcher.group(1).matches("0+")) {
            problem(key, text, rule + " such as 30s, 5m, 2h or 14d");
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

    /** Returns a list of words; on the command line they may be separated by commas. */
    List<String> texts(String key, List<String> fallback) {
        return keep(key, isWritten(key) ? writtenTexts(key) : fallback);
    }

    private List<String> writtenTexts(String key) {
        if (at(key).isTextual() && source.placeOf(key).equals(ConfigSource.COMMAND_LINE)) {
            return List.of(at(key).asText().split(",", -1));
        }
        List<String> values = new ArrayList<>();
        for (String element : indices(key)) {
            String value = scalar(element, " ").orElse("");
            if (!value.isBlank()) {
                values.add(value);
            } else if (at(element).isValueNode()) {
                problem(element, value, "must not be empty");
            }
        }
        return values;
    }

    /** Returns the keys of the elements of a list of groups, such as {@code pacs.0}. */
    List<String> elements(String key, String example) {
        List<String> groups = new ArrayList<>();
        keep(key, at(key).isArray() ? at(key) : List.of());
        for (String element : indices(key)) {
            if (at(element).isObject()) {
                groups.add(element);
            } else {
                problem(element, shown(at(element)), "must be a group of keys such as " + example);
            }
        }
        return groups;
    }

    private List<String> indices(String key) {
        JsonNode node = at(key);
        if (node.isArray()) {
            return IntStream.range(0, node.size())
                    .mapToObj(each -> key + "." + each)
                    .toList();
        }
        if (!node.isMissingNode()) {
            problem(key, shown(node), "must be a list, in brackets");
        }
        return List.of();
    }

    /** Reports every unknown key together with the nearest known one. */
    void refuseUnknown() {
        refuseUnknown(source.root(), "", new NearestKey(known));
    }

    private void refuseUnknown(JsonNode node, String prefix, NearestKey nearest) {
        node.properties().forEach(field -> refuseUnknown(field.getKey(), field.getValue(), prefix, nearest));
        for (int i = 0; i < node.size() && node.isArray(); i++) {
            refuseUnknown(node.get(i), prefix + i + ".", nearest);
        }
    }

    private void refuseUnknown(String name, JsonNode value, String prefix, NearestKey nearest) {
        String key = prefix + name;
        boolean isKnown = (known.contains(key) || reserved.contains(key)) && name.indexOf('.') < 0;
        boolean isParent = known.stream().anyMatch(each -> each.startsWith(key + "."));
        if (isParent && (value instanceof ObjectNode || (value.isArray() && isKnown))) {
            refuseUnknown(value, key + ".", nearest);
        } else if (isParent && !isKnown && !value.isNull()) {
            problem(key, shown(value), "must be a group of keys");
        } else if (!isKnown && name.indexOf('.') >= 0) {
            unknown(key, shown(value), "a group is written with a colon: " + name.replace(".", ": "));
        } else if (!isKnown && !isParent) {
            unknown(key, shown(value), nearest.hint(key));
        }
    }

    private static String shown(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }

    private JsonNode at(String key) {
        known.add(key);
        return source.root().at(pointer(key));
    }

    void problem(String key, String value, String rule) {
        add(key, isSecret(key) && !value.isEmpty() ? MASK : SecretUrl.masked(value), rule);
    }

    /** The value of a mistyped key is hidden also where the key that was probably meant is secret. */
    private void unknown(String key, String value, String hint) {
        add(key, isSecret(key) || isSecret(hint) ? MASK : SecretUrl.masked(value), "unknown key; " + hint);
    }

    /** Adds a problem with a value that anybody may see. */
    private void add(String key, String value, String rule) {
        String cut = value.length() > MAX_SHOWN ? value.substring(0, MAX_SHOWN) + "…" : value;
        problems.add(source.placeOf(key) + ": " + LocatedYaml.display(key)
                + (value.isEmpty() ? "" : ": \"" + cut + "\"") + ": " + rule);
    }
}
