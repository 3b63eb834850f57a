package org.doseagent.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.doseagent.config.Settings;
import org.doseagent.daemon.Agent;
import org.doseagent.dose.AssessedExam;
import org.doseagent.dose.Device;
import org.doseagent.dose.PartDose;
import org.doseagent.report.ReportInput;
import org.doseagent.report.ReportPage;
import org.doseagent.store.ExamQuery;
import org.doseagent.store.StoredAlert;
import org.doseagent.store.StoredDevice;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "report",
        description = {
            "Writes one self-contained HTML page: medians beside levels, boxes and monthly medians by category, alerts, completeness,",
            "scanners, and the record of a clinical audit. It names no patient, study or accession number. Default: the last twelve months."
        },
        footer = {"", "Example: dose-agent report --out doses-2026.html --from 2026-01-01 --to 2026-12-31 --lang de"})
final class ReportCommand extends Common implements Callable<Integer> {

    /** Alerts on the page, the newest; more make no page to read. */
    private static final int ALERTS = 200;

    @Option(names = "--out", required = true, paramLabel = "FILE")
    Path file = Path.of("");

    @Option(names = "--from", paramLabel = "DATE")
    @Nullable
    LocalDate from;

    @Option(names = "--to", paramLabel = "DATE")
    @Nullable
    LocalDate to;

    @Option(names = "--lang", defaultValue = "en", paramLabel = "en|de|fr")
    String language = "en";

    @Override
    public Integer call() throws Exception {
        try (Agent agent = agent()) {
            LocalDate last = Optional.ofNullable(to).orElse(agent.today());
            LocalDate first = Optional.ofNullable(from).orElse(last.minusYears(1));
            write(ReportPage.html(input(agent, first, last), language));
            err().println("written " + file);
        }
        return 0;
    }

    /** The page appears whole or not at all. */
    private void write(String page) throws IOException {
        Path target = file.toAbsolutePath();
        Path unfinished = target.resolveSibling(target.getFileName() + ".part");
        Files.writeString(unfinished, page, StandardCharsets.UTF_8);
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static ReportInput input(Agent agent, LocalDate first, LocalDate last) {
        List<AssessedExam> exams = agent.doses().exams(period(first, last)).stream()
                .filter(exam -> !exam.exam().isQa())
                .toList();
        List<PartDose> parts = new ArrayList<>();
        agent.parts()
                .categories(first, last)
                .forEach(category -> parts.addAll(agent.parts().parts(category, first, last)));
        int mapped = (int) exams.stream()
                .filter(exam ->
                        exam.parts().stream().anyMatch(part -> part.category().isPresent()))
                .count();
        return new ReportInput(
                agent.settings().siteId(),
                Agent.version(),
                first,
                last,
                agent.today(),
                exams.size(),
                mapped,
                agent.levels().mapping().version(),
                parts,
                agent.groups().window(first, last, agent.levels().sets(), agent.comparison()),
                agent.levels().sets(),
                agent.doses().alerts().list("", "", first.toString(), ALERTS).stream()
                        .map(ReportCommand::alert)
                        .toList(),
                Arrived.review(agent, first, last),
                agent.doses().devices().stream()
                        .map(device -> scanner(device, agent.settings().devices()))
                        .toList());
    }

    static ExamQuery period(LocalDate first, LocalDate last) {
        return new ExamQuery(
                Optional.of(first), Optional.of(last), Optional.empty(), Optional.empty(), false, Integer.MAX_VALUE);
    }

    private static ReportInput.Alert alert(StoredAlert alert) {
        return new ReportInput.Alert(
                alert.id(),
                alert.kind(),
                alert.status(),
                alert.category(),
                alert.device(),
                alert.quantity(),
                alert.value(),
                alert.drl(),
                alert.text());
    }

    private static ReportInput.Scanner scanner(StoredDevice device, List<Settings.Scanner> known) {
        Optional<Settings.Scanner> configured = known.stream()
                .filter(each -> device.serialNumber()
                        .filter(each.serialNumber()::equals)
                        .isPresent())
                .findFirst();
        return new ReportInput.Scanner(
                Device.labelOf(device.key()),
                device.manufacturer(),
                device.softwareVersions(),
                configured.flatMap(Settings.Scanner::installed),
                configured.flatMap(Settings.Scanner::detectorRows),
                device.exams());
    }
}
