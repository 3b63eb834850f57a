package org.doseagent.cli.aggregate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import org.doseagent.aggregate.attack.Attack.Attempt;
import org.doseagent.cli.Common;
import org.doseagent.cli.Main;
import org.doseagent.cli.output.Count;
import org.doseagent.cli.output.Json;
import org.doseagent.cli.output.Table;
import org.doseagent.daemon.Agent;
import org.doseagent.store.ledger.StoredRelease;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "attack",
        description = {
            "Tries to undo the anonymity of everything that was released.",
            "It compares what an attack infers with the exams in the store. Exit code 1 if an attack finds anything."
        },
        footer = {
            "",
            "It attacks every release in the ledger, including those pending in the outbox. For the newest released months it also adds or removes an"
                    + " exam, forges exams and repeats reports, to see whether a release changes. The output names no patient.",
            "",
            "Example: dose-agent aggregate attack"
        })
final class AggregateAttackCommand extends Common implements Callable<Integer> {

    @Option(names = "--json", description = "Prints JSON.")
    boolean json;

    @Option(
            names = "--period",
            paramLabel = "PERIOD",
            description = "Attacks only the releases of this month, such as 2026-10. Default: every release.")
    @Nullable
    String period;

    @Override
    public Integer call() throws Exception {
        try (Agent agent = agentToRead()) {
            List<StoredRelease> releases =
                    period == null ? agent.ledger().all() : AggregateCommand.releasesOf(agent, period);
            if (period != null && releases.isEmpty()) {
                err().println("dose-agent: " + period + " was not released");
                return Main.NOT_FOUND;
            }
            List<Attempt> attempts = agent.releases().attack(releases);
            if (json) {
                out().println(Json.text(Json.array(attempts, AggregateAttackCommand::json)));
            } else {
                print(attempts, releases.size());
            }
            return attempts.stream().allMatch(attempt -> attempt.got().isEmpty()) ? 0 : Main.BAD_NEWS;
        }
    }

    private void print(List<Attempt> attempts, int releases) {
        boolean isAnythingFound =
                attempts.stream().anyMatch(attempt -> !attempt.got().isEmpty());
        if (releases == 0 && !isAnythingFound) {
            err().println("dose-agent: nothing was released, so there is nothing to attack");
            return;
        }
        Table table = new Table("ATTACK", "TRIED", "CHECKED", "FOUND")
                .with(Table.Kind.FREE_TEXT, "TRIED")
                .with(Table.Kind.NUMBER, "CHECKED");
        attempts.forEach(attempt -> table.add(
                attempt.name(),
                attempt.tried(),
                "" + attempt.looked(),
                attempt.got().isEmpty() ? "nothing" : "" + attempt.got().size()));
        table.print(out());
        err().println(Count.of(releases, "release") + Count.verb(releases, " was", " were") + " attacked");
        attempts.forEach(attempt -> attempt.measured().ifPresent(rate -> err().println(attempt.name() + ": " + rate)));
        attempts.forEach(
                attempt -> attempt.got().forEach(each -> err().println("dose-agent: " + attempt.name() + ": " + each)));
    }

    private static ObjectNode json(Attempt attempt) {
        ObjectNode node = Json.object()
                .put("attack", attempt.name())
                .put("tried", attempt.tried())
                .put("looked", attempt.looked());
        attempt.measured().ifPresent(rate -> node.put("measured", rate));
        ArrayNode got = node.putArray("got");
        attempt.got().forEach(got::add);
        return node;
    }
}
