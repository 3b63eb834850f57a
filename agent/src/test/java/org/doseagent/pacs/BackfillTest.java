package org.doseagent.pacs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.SopClass;
import org.doseagent.dicom.Tag;
import org.doseagent.net.pdu.Command;
import org.doseagent.pacs.Holding.Study;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Fetching from a PACS that behaves well, badly, or against the standard. */
@Timeout(60)
final class BackfillTest {

    private static final String BASIC_TEXT_SR = "1.2.840.10008.5.1.4.1.1.88.11";

    @TempDir
    private Path folder;

    private FakeSite site;

    @BeforeEach
    void open() {
        site = new FakeSite(folder);
    }

    @AfterEach
    void close() {
        site.close();
    }

    private Backfill.Summary run(FakeArchive.Script script) throws Exception {
        try (FakeArchive archive = new FakeArchive(script)) {
            return site.backfill(archive.port());
        }
    }

    @Test
    void fetches_each_report_once_and_a_second_run_fetches_nothing() throws Exception {
        try (FakeArchive archive = new FakeArchive(Holding.of(3))) {
            Backfill.Summary first = site.backfill(archive.port());
            assertThat(site.received).containsExactly("1.2.1.9", "1.2.2.9", "1.2.3.9");
            assertThat(List.of(first.fetched(), (int) first.studies().withReports(), first.alreadyStored()))
                    .containsExactly(3, 3, 0);
            int requests = archive.requests().size();
            assertThat(site.backfill(archive.port()).fetched()).isZero();
            assertThat(archive.requests()).as("the answers are young enough").hasSize(requests);
            site.now = site.now.plus(Duration.ofHours(13));
            Backfill.Summary later = site.backfill(archive.port());
            assertThat(List.of(later.fetched(), later.alreadyStored())).containsExactly(0, 3);
            assertThat(archive.requests()).hasSizeGreaterThan(requests);
            assertThat(site.received).as("what is stored is not fetched again").hasSize(3);
        }
    }

    @Test
    void a_refused_query_names_status_and_meaning() {
        assertThatThrownBy(() -> run((request, line) -> line.respond(0xA900)))
                .isInstanceOf(ArchiveException.class)
                .hasMessage(
                        "the PACS answered the query for studies with status A900H: the query does not fit the SOP class");
    }

    @Test
    void a_study_that_the_pacs_cannot_send_fails_and_the_others_come() throws Exception {
        Holding holding = Holding.of(3);
        boolean[] isBroken = {true};
        FakeArchive.Script script = (request, line) -> {
            boolean isSecond = request.key(Tag.STUDY_INSTANCE_UID).equals("1.2.2");
            if (request.field() == Command.C_GET_RQ && isSecond && isBroken[0]) {
                line.respondFailed(0xA702, 1);
            } else {
                holding.answer(request, line);
            }
        };
        Backfill.Summary summary = run(script);
        assertThat(site.stored()).containsExactly("1.2.1.9", "1.2.3.9");
        assertThat(summary.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.study().value()).isEqualTo("1.2.2");
            assertThat(failure.reason())
                    .isEqualTo("the PACS answered C-GET with status A702H: it has no resources for it now");
        });
        isBroken[0] = false;
        assertThat(run(script).fetched()).as("the next run tries it again").isEqualTo(1);
        assertThat(site.received).containsExactlyInAnyOrder("1.2.1.9", "1.2.2.9", "1.2.3.9");
    }

    @Test
    void a_warning_is_no_failure_where_the_report_has_come() throws Exception {
        Holding holding = Holding.of(1);
        Backfill.Summary summary = run((request, line) -> {
            if (request.field() == Command.C_GET_RQ) {
                line.respond(FakeArchive.PENDING);
                assertThat(line.store(SopClass.XRAY_RADIATION_DOSE_SR, "1.2.1.9"))
                        .isZero();
                line.respondFailed(0xB000, 1);
            } else {
                holding.answer(request, line);
            }
        });
        assertThat(summary.studies().failed()).isZero();
        assertThat(site.stored()).containsExactly("1.2.1.9");
    }

    @Test
    void an_association_that_is_lost_is_opened_again_and_no_report_is_kept_twice() throws Exception {
        Holding holding = Holding.of(3);
        int[] gets = {0};
        try (FakeArchive archive = new FakeArchive((request, line) -> {
            if (request.field() == Command.C_GET_RQ && ++gets[0] == 2) {
                line.store(SopClass.XRAY_RADIATION_DOSE_SR, "1.2.2.9");
                line.drop();
            } else {
                holding.answer(request, line);
            }
        })) {
            Backfill.Summary summary = site.backfill(archive.port());
            assertThat(summary.fetched()).isEqualTo(3);
            assertThat(site.received).containsExactly("1.2.1.9", "1.2.2.9", "1.2.3.9");
            assertThat(archive.associations()).isEqualTo(2);
            assertThat(site.pauses).contains(Duration.ofSeconds(30));
        }
    }

    @Test
    void a_pacs_that_drops_every_association_ends_the_run_and_the_next_run_goes_on() throws Exception {
        Holding holding = Holding.of(4);
        boolean[] isDown = {true};
        try (FakeArchive archive = new FakeArchive((request, line) -> {
            if (isDown[0] && request.key(Tag.STUDY_INSTANCE_UID).equals("1.2.3")) {
                line.drop();
            } else {
                holding.answer(request, line);
            }
        })) {
            assertThatThrownBy(() -> site.backfill(archive.port()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("closed the connection before it answered");
            assertThat(archive.associations()).as("once, and two attempts more").isEqualTo(3);
            assertThat(site.stored()).containsExactly("1.2.1.9", "1.2.2.9");
            isDown[0] = false;
            assertThat(site.backfill(archive.port()).fetched()).isEqualTo(2);
            assertThat(site.received).containsExactly("1.2.1.9", "1.2.2.9", "1.2.3.9", "1.2.4.9");
        }
    }

    @Test
    void a_query_with_endless_matches_is_cancelled_and_then_aborted() {
        List<String> seen = new ArrayList<>();
        assertThatThrownBy(() -> run((request, line) -> {
                    seen.add("query");
                    for (int number = 1; number < 1_000_000; number++) {
                        line.match(Holding.of(1).study(Study.ct(number)));
                    }
                }))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("it sends more than 20 responses after the query was cancelled");
        assertThat(seen).as("tried again as often as the settings say").hasSize(3);
    }

    @Test
    void endless_pending_responses_of_a_retrieval_end_it() {
        Holding holding = Holding.of(1);
        assertThatThrownBy(() -> run((request, line) -> {
                    if (request.field() != Command.C_GET_RQ) {
                        holding.answer(request, line);
                        return;
                    }
                    for (int number = 0; number < 1_000_000; number++) {
                        line.respond(FakeArchive.PENDING);
                    }
                }))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("it sends more than 20 pending responses of one retrieval");
    }

    @Test
    void an_object_that_was_not_asked_for_is_refused() throws Exception {
        Holding holding = Holding.of(1);
        int[] status = {0};
        Backfill.Summary summary = run((request, line) -> {
            if (request.field() == Command.C_GET_RQ) {
                status[0] = line.store(SopClass.XRAY_RADIATION_DOSE_SR, "9.9.9");
                line.respond(0);
            } else {
                holding.answer(request, line);
            }
        });
        assertThat(status[0]).isEqualTo(0x0117);
        assertThat(site.received).isEmpty();
        assertThat(summary.unexpected()).isEqualTo(1);
        assertThat(summary.failures().get(0).reason())
                .isEqualTo("the PACS reported success, and 1 reports did not arrive");
    }

    @Test
    void without_classes_of_the_pacs_only_dose_reports_are_kept() throws Exception {
        Holding holding = new Holding(
                Study.ct(1), Study.ct(2).ofClass(BASIC_TEXT_SR), Study.ct(3).ofClass(SopClass.COMPREHENSIVE_SR));
        holding.returnsClass = false;
        Backfill.Summary summary = run(holding);
        assertThat(site.received).containsExactly("1.2.1.9");
        assertThat(List.of(summary.studies().failed(), summary.studies().undecided()))
                .containsExactly(0L, 1L);
    }

    @Test
    void a_general_class_without_a_template_is_fetched_only_where_the_site_wants_it() throws Exception {
        Holding holding = new Holding(
                Study.ct(1).ofClass(SopClass.ENHANCED_SR).ofTemplate(""),
                Study.ct(2).ofClass(SopClass.ENHANCED_SR),
                Study.ct(3).ofTemplate("10001"));
        assertThat(run(holding).studies().undecided()).isEqualTo(1);
        assertThat(site.received).containsExactly("1.2.2.9");
        site.fetchesUndecided = true;
        site.now = site.now.plus(Duration.ofDays(1));
        assertThat(run(holding).studies().undecided()).isZero();
        assertThat(site.received).containsExactly("1.2.2.9", "1.2.1.9");
    }

    @Test
    void studies_of_projection_x_ray_are_left_out_with_and_without_modalities_in_study() throws Exception {
        Holding holding = new Holding(
                Study.ct(1),
                Study.ct(2).with("MG", "SR"),
                Study.ct(3).with("CT", "XA", "SR"),
                Study.ct(4).with("CT"));
        holding.returnsModalities = false;
        run(holding);
        assertThat(site.received).containsExactly("1.2.1.9", "1.2.3.9");
        holding.returnsModalities = true;
        site.now = site.now.plus(Duration.ofDays(1));
        assertThat(run(holding).fetched()).isZero();
    }

    @Test
    void the_modality_is_asked_for_only_where_the_pacs_proves_to_match_on_it() throws Exception {
        for (boolean matches : List.of(true, false)) {
            Holding holding = new Holding(Study.ct(1), Study.ct(2).with("MR"));
            holding.matchesModality = matches;
            List<String> asked = new ArrayList<>();
            try (FakeArchive archive = new FakeArchive((request, line) -> {
                if (request.key(Tag.QUERY_RETRIEVE_LEVEL).equals("STUDY")) {
                    asked.add(request.key(Tag.MODALITIES_IN_STUDY));
                }
                holding.answer(request, line);
            })) {
                site.backfill(archive.port(), FakeSite.DAY, FakeSite.DAY.plusDays(1));
            }
            assertThat(asked).as("matches: " + matches).containsExactly("", "SR", matches ? "SR" : "");
            site.now = site.now.plus(Duration.ofDays(1));
        }
        assertThat(site.received).containsExactly("1.2.1.9");
    }

    @Test
    void a_day_above_the_limit_is_split_until_every_study_is_listed() throws Exception {
        Backfill.Summary summary = run(Holding.of(23));
        assertThat(summary.fetched()).isEqualTo(23);
        assertThat(summary.incompleteDays()).isEmpty();
    }

    @Test
    void a_pacs_that_ignores_the_time_leaves_the_day_incomplete_and_is_not_asked_for_ever() throws Exception {
        Holding holding = Holding.of(23);
        holding.matchesTime = false;
        try (FakeArchive archive = new FakeArchive(holding)) {
            Backfill.Summary summary = site.backfill(archive.port());
            assertThat(summary.incompleteDays()).containsExactly(FakeSite.DAY);
            assertThat(summary.fetched()).isEqualTo(site.maxAnswers);
            assertThat(archive.requests().stream().filter("20 STUDY"::equals)).hasSizeLessThan(10);
        }
    }

    @Test
    void matches_of_another_day_or_with_a_uid_that_is_a_pattern_are_ignored() throws Exception {
        Holding holding = Holding.of(1);
        run((request, line) -> {
            if (request.key(Tag.QUERY_RETRIEVE_LEVEL).equals("STUDY")) {
                for (String[] each : new String[][] {
                    {"20260303", "1.2.1"}, {"20260302", "1.2.*"}, {"20260302", "1.2.1 1.2.3"}, {"20260302", ""}
                }) {
                    line.match(DataSet.builder()
                            .text(Tag.STUDY_DATE, each[0])
                            .text(Tag.STUDY_INSTANCE_UID, each[1])
                            .build());
                }
                line.respond(0);
            } else {
                holding.answer(request, line);
            }
        });
        assertThat(site.received).isEmpty();
    }

    @Test
    void a_match_above_its_limit_ends_the_association() {
        assertThatThrownBy(() -> run((request, line) -> line.match(DataSet.builder()
                        .text(Tag.STUDY_DESCRIPTION, "x".repeat(2000))
                        .build())))
                .hasMessageContaining("the limit is 1024");
    }

    @Test
    void an_answer_to_another_request_ends_the_association() {
        assertThatThrownBy(() -> run((request, line) -> line.respond(0, request.messageId() + 1, new byte[0])))
                .hasMessageContaining("it answers a request that is not under way");
    }

    @Test
    void an_unknown_move_destination_ends_the_run_at_once() throws Exception {
        site.retrieve = PacsSettings.Retrieve.MOVE;
        Holding holding = Holding.of(3);
        try (FakeArchive archive = new FakeArchive((request, line) -> {
            if (request.field() == Command.C_MOVE_RQ) {
                line.respond(0xA801);
            } else {
                holding.answer(request, line);
            }
        })) {
            assertThatThrownBy(() -> site.backfill(archive.port()))
                    .hasMessage(
                            "the PACS answered C-MOVE with status A801H: it does not know the AE title to which it should send");
            assertThat(archive.requests().stream().filter(request -> request.startsWith("21")))
                    .hasSize(1);
        }
    }

    @Test
    void what_was_moved_counts_once_the_daemon_has_it() throws Exception {
        site.retrieve = PacsSettings.Retrieve.MOVE;
        Holding holding = Holding.of(2);
        holding.moved = site::receive;
        assertThat(run(holding).fetched()).isEqualTo(2);
        Holding lost = new Holding(Study.ct(5));
        lost.moved = site::receive;
        site.isDaemonReachable = false;
        site.now = site.now.plus(Duration.ofDays(1));
        assertThat(run(lost).failures().get(0).reason())
                .isEqualTo("the PACS reported success, and 1 reports did not arrive");
    }

    @Test
    void failed_studies_one_after_the_other_end_the_run() throws Exception {
        Holding holding = Holding.of(4);
        try (FakeArchive archive = new FakeArchive((request, line) -> {
            if (request.field() == Command.C_GET_RQ) {
                line.respond(0xC001);
            } else {
                holding.answer(request, line);
            }
        })) {
            assertThatThrownBy(() -> site.backfill(archive.port())).hasMessageContaining("C001H");
            assertThat(archive.requests().stream().filter(request -> request.startsWith("10")))
                    .hasSize(3);
        }
    }

    @Test
    void studies_are_fetched_at_the_configured_pace_and_in_the_configured_hours() throws Exception {
        site.pace = new PacsSettings.Pace(Optional.of(new Hours(LocalTime.of(20, 0), LocalTime.of(6, 0))), 2);
        run(Holding.of(3));
        assertThat(site.pauses).containsExactly(Duration.ofHours(8), Duration.ofSeconds(30), Duration.ofSeconds(30));
        assertThat(site.now).isEqualTo(Instant.parse("2026-11-25T20:01:00Z"));
    }
}
