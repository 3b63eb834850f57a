package org.doseagent.cli.aggregate;

import java.util.concurrent.Callable;
import org.doseagent.cli.Common;
import org.doseagent.daemon.Agent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Commands by which a site enrols at the repository of {@code forward.url}, or leaves it. */
final class AggregateMembership {

    private AggregateMembership() {}

    @Command(
            name = "enrol",
            description = {
                "Enrols this site at the repository of forward.url with a one-time token.",
                "The repository records the pseudonym, the country and the public key of this site. A second run with the same token changes nothing."
            },
            footer = {"", "Example: dose-agent aggregate enrol --token TOKEN"})
    static final class Enrol extends Common implements Callable<Integer> {

        @Option(
                names = "--token",
                required = true,
                paramLabel = "TOKEN",
                description = "The token that the repository has issued for this site.")
        String token = "";

        @Override
        public Integer call() throws Exception {
            if (!token.matches("[A-Za-z0-9_-]{20,100}")) {
                throw new IllegalArgumentException("--token: must be 20 to 100 letters, digits, - or _");
            }
            try (Agent agent = agentToChange()) {
                agent.tellRepository(agent.releases().enrolment(token));
                out().println("enrolled");
            }
            return 0;
        }
    }

    @Command(
            name = "withdraw",
            description = {
                "Withdraws this site from the repository of forward.url.",
                "The repository takes no more releases of this site and counts none in later editions. What it has published stays published."
                        + " Withdrawal cannot be undone."
            },
            footer = {"", "Example: dose-agent aggregate withdraw --yes"})
    static final class Withdraw extends Common implements Callable<Integer> {

        @Option(names = "--yes", description = "Confirms the withdrawal.")
        boolean isConfirmed;

        @Option(
                names = "--key-number",
                paramLabel = "N",
                description =
                        "Number of the site's key at the repository: 1, and one more for each replaced key. Default: 1.")
        int keyNumber = 1;

        @Override
        public Integer call() throws Exception {
            if (!isConfirmed) {
                throw new IllegalArgumentException("withdrawal cannot be undone; confirm it with --yes");
            }
            try (Agent agent = agentToChange()) {
                agent.tellRepository(agent.releases().withdrawal(keyNumber));
                out().println("withdrawn");
            }
            return 0;
        }
    }
}
