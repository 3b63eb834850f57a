package org.doseagent.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.doseagent.config.ConfigLoader;
import org.doseagent.daemon.Agent;
import org.doseagent.dicom.DicomLimits;
import org.doseagent.dicom.Part10File;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.net.ReceivedObject;
import org.doseagent.store.exams.ExamQuery;
import org.doseagent.store.inbox.InboxEntry.State;
import org.doseagent.testdata.TestData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkerTest {

    private static final String DOSE_REPORT = "1.2.840.10008.5.1.4.1.1.88.67";
    private static final String EXPLICIT = "1.2.840.10008.1.2.1";

    @TempDir
    private Path folder;

    private Agent agent;

    @BeforeEach
    void open() throws Exception {
        Path root = Path.of(System.getProperty("project.root", ".."));
        agent = Agent.open(ConfigLoader.load(
                root.resolve("config/agent.yaml"),
                Map.of("dataDir", folder.toString(), "store.minFreeDisk", "0B", "store.maxReportsPerStudy", "1"),
                Map.of()));
    }

    @AfterEach
    void close() {
        agent.close();
    }

    @Test
    void each_object_is_taken_once_and_has_its_state_with_its_exam() throws Exception {
        for (String name : new String[] {"first", "second", "third"}) {
            Part10File file = Part10File.parse(TestData.chestReport(name), DicomLimits.DEFAULT);
            put(TestData.uidOf(name), file.transferSyntaxUid(), file.dataSetBytes());
        }
        assertThat(agent.worker().processBatch()).isEqualTo(3);
        assertThat(agent.worker().processBatch()).isZero();
        assertThat(agent.inbox().waiting()).isZero();
        assertThat(agent.inbox().counts()).containsEntry(State.PROCESSED, 3L);
        assertThat(agent.doses().exams(ExamQuery.all())).hasSize(3);
    }

    @Test
    void a_report_beyond_the_limit_of_its_study_is_quarantined_with_the_reason_and_its_exam_stays() throws Exception {
        Part10File file = Part10File.parse(TestData.chestReport("first"), DicomLimits.DEFAULT);
        put(TestData.uidOf("first"), file.transferSyntaxUid(), file.dataSetBytes());
        byte[] otherBytes = file.dataSetBytes().clone();
        otherBytes[otherBytes.length - 1] ^= 1; // a padding or a digit: the same report with other content
        put(TestData.uidOf("first"), file.transferSyntaxUid(), otherBytes);
        assertThat(agent.worker().processBatch()).isEqualTo(2);
        assertThat(agent.inbox().list(State.QUARANTINED, 9))
                .singleElement()
                .satisfies(entry -> assertThat(entry.reason())
                        .contains("its study has 1 reports; more are not merged (store.maxReportsPerStudy)"));
        assertThat(agent.doses().exams(ExamQuery.all())).hasSize(1);
    }

    @Test
    void a_backlog_of_large_objects_is_taken_in_small_batches() {
        for (int i = 1; i <= 4; i++) {
            byte[] noReport = new byte[5 << 20];
            noReport[0] = (byte) i;
            put("1.2.3." + i, EXPLICIT, noReport);
        }
        int taken = 0;
        for (int batch = 1; batch > 0; taken += batch) {
            batch = agent.worker().processBatch();
            assertThat(batch).as("objects of 5 MiB in memory together").isLessThanOrEqualTo(2);
        }
        assertThat(taken).isEqualTo(4);
        assertThat(agent.inbox().counts()).containsEntry(State.QUARANTINED, 4L);
    }

    private void put(String uid, String transferSyntaxUid, byte[] bytes) {
        agent.intake()
                .put(new ReceivedObject(
                        DOSE_REPORT,
                        new SopInstanceUid(uid),
                        transferSyntaxUid,
                        bytes,
                        new AeTitle("TEST"),
                        new AeTitle("TEST"),
                        "localhost"));
    }
}
