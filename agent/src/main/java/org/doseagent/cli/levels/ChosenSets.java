package org.doseagent.cli.levels;

import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.doseagent.config.LevelReader;
import org.doseagent.daemon.Agent;
import org.doseagent.drl.LevelCatalogue;
import org.doseagent.drl.level.DrlSet;
import org.doseagent.review.Benchmarks;

/** The sets named by {@code --set}: active and other known sets by identifier, imported percentiles, and sets in files. */
final class ChosenSets {

    private ChosenSets() {}

    /** Returns the named sets; the active ones when none is named. */
    static List<DrlSet> of(Agent agent, List<String> names) throws Exception {
        if (names.isEmpty()) {
            return agent.levels().sets();
        }
        List<DrlSet> sets = new ArrayList<>();
        for (String name : names) {
            sets.add(find(agent, name));
        }
        return sets;
    }

    /** Returns one set. */
    static DrlSet find(Agent agent, String name) throws Exception {
        if (name.equals(Benchmarks.SET)) {
            return agent.benchmarks().set();
        }
        LevelCatalogue catalogue = agent.catalogue();
        Optional<DrlSet> known = catalogue.find(name);
        if (known.isPresent()) {
            return known.get();
        }
        Path file = Path.of(name);
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("--set " + name + ": neither a set nor a file; there are "
                    + String.join(
                            ", ",
                            catalogue.entries().stream()
                                    .map(entry -> entry.set().id())
                                    .toList()));
        }
        try {
            return LevelReader.readSet(file, agent.levels().categories());
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "--set " + name + ": the file is not text in UTF-8, so it is no set of reference levels", e);
        }
    }

    /** Returns a message for each set that is not valid on a day, with its days: such a set is not compared. */
    static List<String> notValidOn(List<DrlSet> sets, LocalDate day) {
        return sets.stream()
                .filter(set -> !set.isValidOn(day))
                .map(set -> set.id() + " is valid "
                        + set.validFrom().map(from -> "from " + from).orElse("")
                        + set.validTo().map(to -> " until before " + to).orElse("")
                        + ", not on " + day + "; it is not compared. Choose another day with --as-of or --to")
                .toList();
    }
}
