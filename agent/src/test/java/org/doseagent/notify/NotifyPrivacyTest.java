package org.doseagent.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.doseagent.config.ConfigLoader;
import org.doseagent.daemon.Agent;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.DataSetReader;
import org.doseagent.dicom.DataSetWriter;
import org.doseagent.dicom.DicomLimits;
import org.doseagent.dicom.Part10File;
import org.doseagent.dicom.Tag;
import org.doseagent.dicom.TransferSyntax;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.net.ReceivedObject;
import org.doseagent.store.alerts.AlertEntry;
import org.doseagent.store.alerts.AlertQuery;
import org.doseagent.testdata.TestData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report full of marked patient data goes through the real worker; every byte that leaves is searched. */
final class NotifyPrivacyTest {

    private static final Path CONFIG =
            Path.of(System.getProperty("project.root", "..")).resolve("config/agent.yaml");

    private static final String NAME = "QMARKERNAME^QGIVEN";
    private static final String ID = "QMARKERID77";
    private static final String BIRTH_DATE = "19031217";
    private static final String ACCESSION = "QACC4711";
    private static final String DESCRIPTION = "CT Chest QMARKERDESC";

    private static final Set<Integer> MARKED = Set.of(
            Tag.PATIENT_NAME,
            Tag.PATIENT_ID,
            Tag.PATIENT_BIRTH_DATE,
            Tag.ACCESSION_NUMBER,
            Tag.STUDY_DESCRIPTION,
            Tag.INSTITUTION_NAME);

    @TempDir
    private Path folder;

    private MailServer mail;
    private HookServer hook;

    @BeforeEach
    void start() throws Exception {
        mail = MailServer.plain();
        hook = HookServer.http();
    }

    @AfterEach
    void stop() {
        mail.close();
        hook.close();
    }

    @Test
    void no_byte_about_the_patient_leaves_and_no_accession_number() throws Exception {
        tell(Map.of());
        for (String sent : sent()) {
            assertThat(sent)
                    .contains("CT-", "dose-agent alerts show")
                    .doesNotContain("QMARKER", "QGIVEN", BIRTH_DATE, ACCESSION, DESCRIPTION)
                    .doesNotContain("2.25.");
        }
    }

    @Test
    void the_accession_number_leaves_where_the_site_allows_it_and_nothing_else_does() throws Exception {
        tell(Map.of("notify.accessionNumber", "true"));
        for (String sent : sent()) {
            assertThat(sent).contains(ACCESSION).doesNotContain("QMARKER", "QGIVEN", BIRTH_DATE, "2.25.");
        }
    }

    /** Imports the report and notifies, then reads it again and notifies again: nothing more is sent. */
    private void tell(Map<String, String> more) throws Exception {
        Map<String, String> overrides = new HashMap<>(Map.of(
                "dataDir", folder.resolve("data").toString(),
                "store.minFreeDisk", "0B",
                "notify.email.enabled", "true",
                "notify.email.host", "localhost",
                "notify.email.port", "" + mail.port(),
                "notify.email.security", "none",
                "notify.email.from", "agent@hospital.example",
                "notify.email.to", "physics@hospital.example",
                "notify.webhook.enabled", "true",
                "notify.webhook.url", hook.url().toString()));
        overrides.put("notify.kinds.exam-above-drl", "now");
        overrides.put("notify.kinds.data-quality", "now");
        overrides.putAll(more);
        try (Agent agent = Agent.open(ConfigLoader.load(CONFIG, overrides, Map.of()))) {
            agent.intake().put(report());
            agent.worker().processBatch();
            List<AlertEntry> alerts =
                    agent.doses().alerts().list(AlertQuery.all().limit(99));
            assertThat(alerts)
                    .isNotEmpty()
                    .allSatisfy(alert ->
                            assertThat(alert.subject().accessionNumber()).contains(ACCESSION));
            agent.notifier().run((channel, outcome) -> {});
            agent.inbox().reprocess(java.time.Instant.EPOCH);
            agent.worker().processBatch();
            agent.notifier().run((channel, outcome) -> {});
            assertThat(mail.mails()).hasSize(1);
            assertThat(hook.calls).hasSize(1);
            assertThat(agent.doses().notifications().counts()).containsOnly(Map.entry("sent", 2L * alerts.size()));
        }
    }

    private static ReceivedObject report() throws Exception {
        Part10File file = Part10File.parse(TestData.windowReport("window", 1, 30), DicomLimits.DEFAULT);
        TransferSyntax syntax = file.transferSyntax().orElseThrow();
        DataSet plain = new DataSetReader(DicomLimits.DEFAULT).read(file.dataSetBytes(), syntax);
        DataSet.Builder marked = DataSet.builder();
        plain.elements().stream()
                .filter(element -> !MARKED.contains(element.tag()))
                .forEach(marked::element);
        DataSet dataSet = marked.text(Tag.PATIENT_NAME, NAME)
                .text(Tag.PATIENT_ID, ID)
                .text(Tag.PATIENT_BIRTH_DATE, BIRTH_DATE)
                .text(Tag.ACCESSION_NUMBER, ACCESSION)
                .text(Tag.STUDY_DESCRIPTION, DESCRIPTION)
                .text(Tag.INSTITUTION_NAME, "QMARKERPLACE")
                .build();
        return received(plain, syntax, DataSetWriter.write(dataSet, syntax));
    }

    private static ReceivedObject received(DataSet plain, TransferSyntax syntax, byte[] bytes) {
        return new ReceivedObject(
                plain.string(Tag.SOP_CLASS_UID).orElseThrow(),
                new SopInstanceUid(plain.string(Tag.SOP_INSTANCE_UID).orElseThrow()),
                syntax.uid(),
                bytes,
                new AeTitle("TEST"),
                new AeTitle("DOSE_AGENT"),
                "127.0.0.1");
    }

    /** Returns everything that was sent by mail, raw and decoded, and by webhook, headers and body; each must contain the expected text. */
    private List<String> sent() throws Exception {
        MailServer.Mail one = mail.mails().get(0);
        HookServer.Call call = hook.calls.get(0);
        List<String> all = new ArrayList<>();
        all.add(one.raw() + one.subject() + one.plain() + one.html());
        all.add(call.headers().entrySet() + new String(call.body(), StandardCharsets.UTF_8));
        return all;
    }
}
