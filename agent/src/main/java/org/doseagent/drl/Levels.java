package org.doseagent.drl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.doseagent.config.ConfigException;
import org.doseagent.config.Settings;

/** What the site compares with, read from its files. */
public record Levels(Categories categories, Mapping mapping, List<DrlSet> sets, List<EventRules> eventRules) {

    public Levels {
        sets = List.copyOf(sets);
        eventRules = List.copyOf(eventRules);
    }

    /** Returns these levels, with the sets trusted that somebody of the site has adopted as they stand. */
    public Levels withAdopted(Set<String> sha256) {
        return new Levels(
                categories,
                mapping,
                sets.stream()
                        .map(set -> sha256.contains(set.sha256()) ? set.adopted() : set)
                        .toList(),
                eventRules);
    }

    /** Reads one more set, with these categories. */
    public DrlSet readSet(Path file) throws IOException, DrlException {
        return DrlSet.parse(Files.readString(file), String.valueOf(file.getFileName()), categories);
    }

    /** Turns the text of a file, whose name is for messages, into what it means. */
    private interface Parser<T> {
        T parse(String text, String file) throws DrlException;
    }

    /**
     * Reads categories, mapping, sets and rule packs.
     *
     * @throws ConfigException with the problems of all files
     */
    public static Levels read(Settings.Drl settings) throws ConfigException {
        List<String> problems = new ArrayList<>();
        Optional<Categories> categories = read(settings.categories(), Categories::parse, problems);
        if (categories.isEmpty()) {
            throw new ConfigException(problems);
        }
        Optional<Mapping> mapping = Optional.empty();
        for (Path path : settings.mapping()) {
            Optional<Mapping> next = read(path, (text, file) -> Mapping.parse(text, file, categories.get()), problems);
            mapping = mapping.isEmpty() ? next : mapping.flatMap(first -> next.map(first::then));
        }
        List<DrlSet> sets = new ArrayList<>();
        for (Path path : settings.sets()) {
            read(path, (text, file) -> DrlSet.parse(text, file, categories.get()), problems)
                    .ifPresent(sets::add);
        }
        List<EventRules> rules = new ArrayList<>();
        for (Path path : settings.rules()) {
            read(path, EventRules::parse, problems).ifPresent(rules::add);
        }
        if (mapping.isEmpty() || !problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new Levels(categories.get(), mapping.get(), sets, rules);
    }

    private static <T> Optional<T> read(Path file, Parser<T> parser, List<String> problems) {
        try {
            return Optional.of(
                    parser.parse(Files.readString(file), file.getFileName().toString()));
        } catch (DrlException e) {
            problems.add(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            problems.add(file + ": cannot be read");
        }
        return Optional.empty();
    }
}
