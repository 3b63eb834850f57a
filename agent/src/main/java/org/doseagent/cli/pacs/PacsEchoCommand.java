package org.doseagent.cli.pacs;

import static org.doseagent.cli.output.Shown.shown;

import java.util.List;
import java.util.concurrent.Callable;
import org.doseagent.cli.Main;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Look;
import org.doseagent.cli.output.Rows;
import org.doseagent.daemon.Agent;
import org.doseagent.daemon.ArchiveAccess;
import org.doseagent.pacs.ArchiveAnswer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "echo",
        description = {
            "Sends a C-ECHO to each PACS, and shows which services it accepts.",
            "FIND is needed to list studies, GET or MOVE to fetch reports. Exit code 1 if a PACS does not answer, or does not accept what its"
                    + " configuration needs."
        },
        footer = {"", "Example: dose-agent pacs echo"})
final class PacsEchoCommand extends Listing implements Callable<Integer> {

    private static final Rows<ArchiveAnswer> ANSWERS = Rows.<ArchiveAnswer>describe()
            .field("pacs", answer -> answer.remote().aeTitle().value(), shown("PACS"))
            .field("address", answer -> answer.remote().toString(), shown("ADDRESS"))
            .field("answers", ArchiveAnswer::answers, shown("ANSWERS").as(Look::yesOrNo))
            .field(
                    "services",
                    answer -> answer.services().stream().map(Enum::name).toList(),
                    shown("SERVICES").as(Look::words).orElse("-"))
            .field("problem", ArchiveAnswer::problem, shown("PROBLEM").orElse(""))
            .build();

    @Option(names = "--pacs", paramLabel = "AET", description = "AE title of one PACS. Default: all of them.")
    @Nullable
    String pacs;

    @Override
    public boolean readsSite() {
        return false;
    }

    @Override
    protected Rows<ArchiveAnswer> rows() {
        return ANSWERS;
    }

    @Override
    public Integer call() throws Exception {
        try (Agent agent = agent()) {
            ArchiveAccess archives = agent.archives();
            List<ArchiveAnswer> answers =
                    pacs == null ? archives.askAll() : List.of(archives.ask(archives.archive(pacs)));
            print(rows(), answers.stream().limit(limit())::forEach);
            return answers.stream().allMatch(answer -> answer.problem().isEmpty()) ? 0 : Main.BAD_NEWS;
        }
    }
}
