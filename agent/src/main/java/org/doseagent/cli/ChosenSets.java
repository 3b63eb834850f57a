package org.doseagent.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.doseagent.daemon.Agent;
import org.doseagent.drl.DrlSet;

/** The sets that {@code --set} names: active ones by identifier, others as files, also those beside the active ones. */
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
        Optional<DrlSet> active = agent.levels().sets().stream()
                .filter(set -> set.id().equals(name))
                .findFirst();
        if (active.isPresent()) {
            return active.get();
        }
        Optional<Path> beside = agent.settings().drl().sets().stream()
                .map(path -> path.resolveSibling(name + ".yaml"))
                .filter(Files::exists)
                .findFirst();
        Path file = beside.orElse(Path.of(name));
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("--set " + name + ": neither an active set nor a file; active are "
                    + String.join(
                            ", ", agent.levels().sets().stream().map(DrlSet::id).toList()));
        }
        return agent.levels().readSet(file);
    }
}
