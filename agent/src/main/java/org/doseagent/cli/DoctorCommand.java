package org.doseagent.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.doseagent.cli.output.Json;
import org.doseagent.config.ConfigException;
import org.doseagent.daemon.Agent;
import org.doseagent.dose.Diagnosis;
import org.doseagent.dose.Diagnosis.Status;
import org.doseagent.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "doctor",
        description = {
            "Checks the installation, and prints how to correct each problem.",
            "It checks configuration, disk, ports, stores, outbox, certificates, repository, levels, mapping, Java and the clock. The repository"
                    + " gets one request that carries no data. Exit code 1 if a check fails."
        },
        footer = {"", "Example: dose-agent doctor --json"})
final class DoctorCommand extends Common implements Callable<Integer> {

    @Option(names = "--json", description = "Prints JSON.")
    boolean json;

    @Override
    public Integer call() {
        List<Diagnosis> found = examine();
        Status worst =
                found.stream().map(Diagnosis::status).max(Status::compareTo).orElse(Status.OK);
        if (json) {
            ObjectNode node = Json.object().put("status", worst.label());
            node.set("checks", Json.array(found, DoctorCommand::json));
            out().println(Json.text(node));
        } else {
            found.forEach(this::print);
        }
        return worst == Status.BAD ? Main.BAD_NEWS : 0;
    }

    private List<Diagnosis> examine() {
        try (Agent agent = agent()) {
            return agent.examine();
        } catch (ConfigException e) {
            return e.problems().stream()
                    .map(problem -> Diagnosis.bad("config", problem, "correct it, then run dose-agent config check"))
                    .toList();
        } catch (StoreException e) {
            String problem = String.valueOf(e.getMessage());
            return List.of(
                    problem.contains(StoreException.REPAIR)
                            ? Diagnosis.bad("store", StoreException.withoutRepair(problem), StoreException.REPAIR)
                            : Diagnosis.bad("store", problem, "see dataDir; solve this problem first"));
        }
    }

    private void print(Diagnosis diagnosis) {
        out().println(String.format(
                Locale.ROOT, "%-4s  %-18s  %s", diagnosis.status().label(), diagnosis.check(), diagnosis.text()));
        if (!diagnosis.advice().isEmpty()) {
            out().println(" ".repeat(26) + "-> " + diagnosis.advice());
        }
    }

    private static ObjectNode json(Diagnosis diagnosis) {
        return Json.object()
                .put("check", diagnosis.check())
                .put("status", diagnosis.status().label())
                .put("text", diagnosis.text())
                .put("advice", diagnosis.advice().isEmpty() ? null : diagnosis.advice());
    }
}
