package org.doseagent.cli.aggregate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.doseagent.aggregate.control.Signer;
import org.doseagent.aggregate.control.Verifier;
import org.doseagent.cli.Common;
import org.doseagent.cli.Main;
import org.doseagent.cli.output.Json;
import org.doseagent.daemon.Agent;
import org.doseagent.store.ledger.StoredRelease;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify",
        description = {
            "Checks releases against the store, the ledger and the signatures.",
            "It computes each release again from the store and compares it with the ledger. It also checks the ledger, the release journal and the"
                    + " signatures against the key of the site."
        },
        footer = {
            "",
            "Exit code 1 if something differs, and also if exams were deleted, because their cells cannot be computed again. The output names which"
                    + " of the two it is.",
            "",
            "Example: dose-agent aggregate verify 2026-10 --key hospital.pem"
        })
final class AggregateVerifyCommand extends Common implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "PERIOD", description = "Month, such as 2026-10. Default: all months.")
    @Nullable
    String period;

    @Option(
            names = "--key",
            paramLabel = "FILE|BASE64",
            description = "Public key of the site, as aggregate key prints it. Default: the key in the data directory.")
    @Nullable
    String key;

    @Option(names = "--json", description = "Prints JSON.")
    boolean json;

    @Override
    public Integer call() throws Exception {
        try (Agent agent = agent()) {
            List<StoredRelease> releases =
                    period == null ? agent.ledger().all() : AggregateCommand.releasesOf(agent, period);
            if (releases.isEmpty() && period != null) {
                err().println("dose-agent: " + period + " was not released");
                return Main.NOT_FOUND;
            }
            Signer.PublicKeyText pinned = pinned(agent);
            ArrayNode array = Json.array(List.<StoredRelease>of(), release -> Json.object());
            List<String> broken = new ArrayList<>(agent.releases().ledgerProblems(pinned));
            boolean isGone = false;
            for (StoredRelease release : releases) {
                Verifier.Result result = agent.releases().verify(release, pinned);
                result.broken().forEach(each -> broken.add(name(release) + ": " + each));
                isGone |= !result.gone().isEmpty();
                array.add(json(release, result));
                if (!json) {
                    print(release, result);
                }
            }
            if (json) {
                out().println(Json.text(array));
            }
            broken.forEach(each -> err().println("dose-agent: " + each));
            return broken.isEmpty() && !isGone ? 0 : Main.BAD_NEWS;
        }
    }

    private Signer.PublicKeyText pinned(Agent agent) throws IOException {
        String text = key == null ? agent.releases().publicKey() : key;
        Path file = Path.of(text);
        return Signer.PublicKeyText.parse(Files.isRegularFile(file) ? Files.readString(file) : text);
    }

    private void print(StoredRelease release, Verifier.Result result) {
        String verdict = !result.broken().isEmpty()
                ? "does not verify"
                : result.gone().isEmpty()
                        ? "ok, computed again from the store with the same bytes"
                        : "warning, fits chain, signature and journal, but not all cells can be computed again";
        out().println(name(release) + ": " + verdict);
        result.gone().forEach(each -> out().println("  " + each));
    }

    private static String name(StoredRelease release) {
        return release.period() + " sequence " + release.sequence();
    }

    private static ObjectNode json(StoredRelease release, Verifier.Result result) {
        ObjectNode node = Json.object()
                .put("period", release.period().toString())
                .put("sequence", release.sequence())
                .put("submissionId", release.submissionId())
                .put("verifies", result.broken().isEmpty())
                .put(
                        "status",
                        !result.broken().isEmpty() ? "broken" : result.gone().isEmpty() ? "ok" : "warning");
        ArrayNode broken = node.putArray("broken");
        result.broken().forEach(broken::add);
        ArrayNode gone = node.putArray("gone");
        result.gone().forEach(gone::add);
        return node;
    }
}
