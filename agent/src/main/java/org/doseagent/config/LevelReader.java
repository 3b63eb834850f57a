package org.doseagent.config;

import org.doseagent.drl.yaml.FileName;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.doseagent.drl.EventRules;
import org.doseagent.drl.LevelCatalogue;
import org.doseagent.drl.Levels;
import org.doseagent.drl.level.DrlSet;
import org.doseagent.drl.mapping.Categories;
import org.doseagent.drl.mapping.Mapping;
import org.doseagent.drl.tripwire.Tripwire;
import org.doseagent.drl.yaml.DrlException;

/** Reads the files of categories, mapping, reference levels and rule packs that the configuration names. */
public final class LevelReader {

    /** Maximum size of a file of levels; the largest shipped one has 60 kB. */
    private static final int MAX_BYTES = 4 << 20;

    /** Parses the text of a file; the name of the file is for messages. */
    private interface Parser<T> {
        T parse(String text, FileName file) throws DrlException;
    }

    private final Settings.LevelFiles files;

    public LevelReader(Settings.LevelFiles files) {
        this.files = files;
    }

    /**
     * Reads all files.
     *
     * @throws ConfigException with the problems of all files at once
     */
    public Levels read() {
        List<String> problems = new ArrayList<>();
        Optional<Categories> categories = read(files.categories(), Categories::parse, problems);
        if (categories.isEmpty()) {
            throw new ConfigException(problems);
        }
        Optional<Mapping> mapping = Optional.empty();
        for (Path path : files.mapping()) {
            Optional<Mapping> next = read(path, (text, file) -> Mapping.parse(text, file, categories.get()), problems);
            mapping = mapping.isEmpty() ? next : mapping.flatMap(first -> next.map(first::then));
        }
        List<DrlSet> sets = new ArrayList<>();
        for (Path path : files.sets()) {
            read(path, (text, file) -> DrlSet.parse(text, file, categories.get()), problems)
                    .ifPresent(sets::add);
        }
        List<EventRules> rules = new ArrayList<>();
        for (Path path : files.rules()) {
            read(path, EventRules::parse, problems).ifPresent(rules::add);
        }
        Optional<Tripwire> tripwire =
                read(files.tripwire(), (text, file) -> Tripwire.parse(text, file, categories.get()), problems);
        if (mapping.isEmpty() || tripwire.isEmpty() || !problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new Levels(categories.get(), mapping.get(), sets, rules, tripwire.get());
    }

    /**
     * Reads the categories alone.
     *
     * @throws ConfigException with the problems of the file
     */
    public Categories categories() {
        List<String> problems = new ArrayList<>();
        return read(files.categories(), Categories::parse, problems).orElseThrow(() -> new ConfigException(problems));
    }

    /**
     * Reads one more set.
     *
     * @throws DrlException if the file is no usable set
     * @throws IOException if it cannot be read
     */
    public static DrlSet readSet(Path file, Categories categories) throws IOException, DrlException {
        return DrlSet.parse(text(file), new FileName(String.valueOf(file.getFileName())), categories);
    }

    /** Reads the sets in the folders of the active ones; {@code adopted} are the hashes of those that the site has adopted. */
    public LevelCatalogue catalogue(Levels levels, Set<String> adopted) {
        List<LevelCatalogue.Entry> entries = new ArrayList<>();
        levels.sets().forEach(set -> entries.add(new LevelCatalogue.Entry(set, true)));
        List<String> problems = new ArrayList<>();
        for (Path file : others()) {
            try {
                DrlSet set = readSet(file, levels.categories()).adoptedBy(adopted);
                entries.add(new LevelCatalogue.Entry(set, false));
            } catch (DrlException | IOException e) {
                problems.add(file.getFileName() + " cannot be used: " + e.getMessage());
            }
        }
        return new LevelCatalogue(entries, problems);
    }

    private List<Path> others() {
        Set<Path> folders = new LinkedHashSet<>();
        files.sets().forEach(file -> Optional.ofNullable(file.getParent()).ifPresent(folders::add));
        List<Path> others = new ArrayList<>();
        for (Path folder : folders) {
            try (Stream<Path> all = Files.list(folder)) {
                all.filter(file -> file.toString().endsWith(".yaml"))
                        .filter(file -> !isActive(file))
                        .sorted()
                        .forEach(others::add);
            } catch (IOException e) {
                throw new ConfigException(List.of("drl.sets: the folder cannot be listed: " + folder));
            }
        }
        return others;
    }

    private boolean isActive(Path file) {
        return files.sets().stream().anyMatch(active -> active.normalize().equals(file.normalize()));
    }

    private static <T> Optional<T> read(Path file, Parser<T> parser, List<String> problems) {
        try {
            return Optional.of(parser.parse(text(file), new FileName(file.getFileName().toString())));
        } catch (DrlException e) {
            problems.add(String.valueOf(e.getMessage()));
        } catch (CharacterCodingException e) {
            problems.add(file + ": is not text in UTF-8");
        } catch (IOException e) {
            problems.add(file + ": cannot be read");
        }
        return Optional.empty();
    }

    private static String text(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException("the file is larger than " + MAX_BYTES + " bytes");
        }
        return Files.readString(file);
    }
}
