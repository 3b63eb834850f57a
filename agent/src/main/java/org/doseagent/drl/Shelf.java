package org.doseagent.drl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.doseagent.config.Settings;

/**
 * The sets of reference levels that lie in the folders of the active ones, active or not.
 *
 * @param problems of the files that cannot be used
 */
public record Shelf(List<Entry> entries, List<String> problems) {

    public Shelf {
        entries = List.copyOf(entries);
        problems = List.copyOf(problems);
    }

    /** A set, and whether exams are compared with it. */
    public record Entry(DrlSet set, boolean isActive) {}

    public static Shelf read(Settings.Drl settings, Levels levels, Set<String> adopted) {
        List<Entry> entries = new ArrayList<>();
        levels.sets().forEach(set -> entries.add(new Entry(set, true)));
        List<String> problems = new ArrayList<>();
        for (Path file : files(settings)) {
            try {
                DrlSet set = levels.readSet(file);
                DrlSet marked = adopted.contains(set.sha256()) ? set.adopted() : set;
                entries.add(new Entry(marked, false));
            } catch (DrlException | IOException e) {
                problems.add(file.getFileName() + " cannot be used: " + e.getMessage());
            }
        }
        return new Shelf(entries, problems);
    }

    private static List<Path> files(Settings.Drl settings) {
        Set<Path> folders = new LinkedHashSet<>();
        settings.sets().forEach(file -> Optional.ofNullable(file.getParent()).ifPresent(folders::add));
        List<Path> files = new ArrayList<>();
        for (Path folder : folders) {
            try (Stream<Path> all = Files.list(folder)) {
                all.filter(file -> file.toString().endsWith(".yaml"))
                        .filter(file -> settings.sets().stream()
                                .noneMatch(active -> active.normalize().equals(file.normalize())))
                        .sorted()
                        .forEach(files::add);
            } catch (IOException e) {
                throw new IllegalStateException("folder of drl.sets cannot be listed: " + folder, e);
            }
        }
        return files;
    }

    /** Returns the sets that are not active. */
    public List<DrlSet> others() {
        return entries.stream()
                .filter(entry -> !entry.isActive())
                .map(Entry::set)
                .toList();
    }

    /** Returns a set by its identifier, the active one first. */
    public Optional<DrlSet> find(String id) {
        return entries.stream()
                .map(Entry::set)
                .filter(set -> set.id().equals(id))
                .findFirst();
    }
}
