package org.doseagent.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.dose.assessment.AlertWords;
import org.doseagent.dose.identity.DeviceKey;
import org.doseagent.notify.Message.Occasion;
import org.doseagent.store.TestStores;
import org.doseagent.store.alerts.AlertStore;
import org.doseagent.store.alerts.Notification;
import org.doseagent.store.alerts.Notification.State;
import org.doseagent.store.alerts.NotificationMode;
import org.doseagent.store.exams.DoseStore;
import org.doseagent.store.outbox.Delivery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which alerts are notified, when and where, with a fake clock and the real store. */
class NotifierTest {

    private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");

    /** 06:30 in Vienna. */
    private static final Instant START = Instant.parse("2026-11-24T05:30:00Z");

    /** Remembers what it was given and answers as scripted; without a script it takes everything. */
    private static final class FakeChannel implements Channel {
        final Deque<Delivery> answers = new ArrayDeque<>();
        final List<Message> messages = new ArrayList<>();
        private final String name;

        FakeChannel(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Delivery deliver(Message message) {
            messages.add(message);
            return answers.isEmpty() ? new Delivery.Delivered("ok") : answers.remove();
        }
    }

    @TempDir
    private Path folder;

    private final SettableClock clock = new SettableClock(START);
    private final FakeChannel channel = new FakeChannel("email");
    private final Map<String, Integer> attempts = new HashMap<>();
    private DoseStore store;

    @BeforeEach
    void open_the_store() {
        store = new DoseStore(TestStores.session(folder, "site"), "site", clock);
    }

    @AfterEach
    void close_the_store() {
        store.close();
    }

    @Test
    void each_kind_has_the_notification_mode_of_the_site() {
        open(silence(1), hint(2), quality(3));
        run();
        assertThat(channel.messages).singleElement().satisfies(message -> {
            assertThat(message.occasion()).isEqualTo(Occasion.NOW);
            assertThat(message.notes()).extracting(AlertNote::kind).containsExactly(AlertKind.SILENCE);
        });
        clock.set(Instant.parse("2026-11-24T06:00:00Z"));
        run();
        assertThat(channel.messages).hasSize(2);
        assertThat(channel.messages.get(1).occasion()).isEqualTo(Occasion.DIGEST);
        assertThat(channel.messages.get(1).notes())
                .extracting(AlertNote::kind)
                .containsExactly(AlertKind.EXAM_ABOVE_DRL);
        clock.set(Instant.parse("2026-11-30T06:00:00Z"));
        run();
        assertThat(channel.messages).hasSize(2);
        assertThat(attempts).containsExactly(Map.entry("email sent", 2));
    }

    @Test
    void the_digest_leaves_at_its_local_time_and_what_comes_at_that_very_time_waits_for_the_next() {
        open(hint(1));
        run();
        clock.set(Instant.parse("2026-11-24T05:59:59Z"));
        run();
        assertThat(channel.messages).isEmpty();
        clock.set(Instant.parse("2026-11-24T06:00:00Z"));
        open(hint(1), hint(2));
        run();
        assertThat(channel.messages)
                .singleElement()
                .satisfies(message -> assertThat(message.notes()).hasSize(1));
        clock.set(Instant.parse("2026-11-25T05:59:59Z"));
        run();
        assertThat(channel.messages).hasSize(1);
        clock.set(Instant.parse("2026-11-25T06:00:00Z"));
        run();
        assertThat(channel.messages).hasSize(2);
    }

    @Test
    void the_digest_keeps_its_local_time_when_the_clocks_change() {
        NotificationPolicy policy = policy(3);
        assertThat(policy.nextDigest(Instant.parse("2026-03-28T07:00:00Z")))
                .isEqualTo(Instant.parse("2026-03-29T05:00:00Z"));
        assertThat(policy.nextDigest(Instant.parse("2026-10-24T06:00:00Z")))
                .isEqualTo(Instant.parse("2026-10-25T06:00:00Z"));
        NotificationPolicy gap = new NotificationPolicy(Map.of(), LocalTime.of(2, 30), VIENNA, 1, 1, true, false);
        assertThat(gap.nextDigest(Instant.parse("2026-03-28T12:00:00Z")))
                .isEqualTo(Instant.parse("2026-03-29T01:30:00Z"));
    }

    @Test
    void the_same_reading_again_and_a_restart_tell_nothing_twice() {
        open(silence(1));
        run();
        open(silence(1));
        run();
        store.close();
        store = new DoseStore(TestStores.session(folder, "site"), "site", clock);
        open(silence(1));
        run();
        assertThat(channel.messages).hasSize(1);
    }

    @Test
    void an_alert_that_reopens_is_notified_again() {
        open(silence(1));
        run();
        open();
        run();
        open(silence(1));
        run();
        assertThat(channel.messages).hasSize(2);
        assertThat(channel.messages)
                .extracting(message -> message.notes().get(0).opening())
                .containsExactly(1, 2);
        assertThat(channel.messages).extracting(Message::id).doesNotHaveDuplicates();
    }

    @Test
    void an_alert_that_gets_worse_is_notified_again_and_one_whose_figures_only_change_is_not() {
        open(median("1.1", 3));
        run();
        open(median("1.2", 3));
        run();
        assertThat(channel.messages).hasSize(1);
        open(median("2.1", 5));
        run();
        assertThat(channel.messages)
                .extracting(message -> message.notes().get(0).opening())
                .containsExactly(1, 2);
    }

    @Test
    void the_time_of_an_exam_does_not_leave() {
        open(Alert.of(
                AlertKind.SILENCE,
                "k",
                AlertWords.of("the exam of ")
                        .timeOfExam("2026-10-05T09:00:10.5")
                        .then(" (2026-10-01 to 2026-10-05)")));
        run();
        assertThat(channel.messages.get(0).notes().get(0).text())
                .isEqualTo("the exam of (time: see alerts show) (2026-10-01 to 2026-10-05)");
    }

    @Test
    void an_alert_that_closed_before_its_notification_left_is_not_notified() {
        open(hint(1), hint(2));
        run();
        store.alerts()
                .decide(
                        1,
                        AlertStore.Decision.to(AlertStore.Act.ACKNOWLEDGE)
                                .by("A")
                                .because("justified"));
        open(hint(1));
        clock.set(Instant.parse("2026-11-24T06:00:00Z"));
        run();
        assertThat(channel.messages).isEmpty();
        assertThat(states()).containsOnly(State.SKIPPED);
    }

    @Test
    void messages_above_the_hourly_maximum_are_in_the_digest_which_explains_it() {
        for (int i = 1; i <= 5; i++) {
            open(i);
            run();
            clock.add(Duration.ofMinutes(1));
        }
        assertThat(channel.messages).hasSize(3);
        clock.set(Instant.parse("2026-11-24T06:00:00Z"));
        run();
        Message digest = channel.messages.get(3);
        assertThat(digest.occasion()).isEqualTo(Occasion.DIGEST);
        assertThat(digest.overflow()).isEqualTo(2);
        assertThat(MessageText.plain(digest))
                .contains("2 of these alerts are in the digest because", "notify.maxPerHour");
        clock.add(Duration.ofHours(1));
        open(6);
        run();
        assertThat(channel.messages).hasSize(5);
    }

    @Test
    void alerts_that_open_together_leave_together() {
        open(21);
        run();
        assertThat(channel.messages)
                .extracting(message -> message.notes().size())
                .containsExactly(20, 1);
    }

    @Test
    void a_long_digest_counts_what_it_does_not_list() {
        Alert[] hints = new Alert[130];
        for (int i = 0; i < hints.length; i++) {
            hints[i] = hint(i);
        }
        open(hints);
        run();
        clock.set(Instant.parse("2026-11-24T06:00:00Z"));
        run();
        Message digest = channel.messages.get(0);
        assertThat(digest.notes()).hasSize(100);
        assertThat(digest.more()).containsExactly(Map.entry("exam-above-drl", 30));
        assertThat(MessageText.subject(digest, "x")).contains("130 alerts");
        assertThat(MessageText.plain(digest))
                .as("the text counts all, the document for programs lists 100")
                .contains("130 alerts", "   130  Scanner 1, CT-CHEST, largest ratio 1.25");
        assertThat(states()).hasSize(130).containsOnly(State.SENT);
    }

    @Test
    void a_failure_is_tried_again_with_back_off_under_the_same_id_and_then_given_up() {
        open(silence(1));
        for (int i = 0; i < 4; i++) {
            channel.answers.add(new Delivery.Later("no answer", Optional.empty()));
        }
        run();
        run();
        assertThat(channel.messages).hasSize(1);
        Instant due = list().get(0).ticket().dueAt();
        assertThat(Duration.between(START, due)).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
        for (int i = 0; i < 6; i++) {
            clock.add(Duration.ofHours(7));
            run();
        }
        assertThat(channel.messages).hasSize(4);
        assertThat(channel.messages)
                .extracting(Message::id)
                .containsOnly(channel.messages.get(0).id());
        assertThat(list().get(0).progress().state()).isEqualTo(State.FAILED);
        assertThat(list().get(0).progress().result()).contains("no answer");
        assertThat(attempts).containsExactly(Map.entry("email later", 4));
        assertThat(notifier().retry()).isEqualTo(1);
        run();
        assertThat(list().get(0).progress().state()).isEqualTo(State.SENT);
    }

    @Test
    void a_dead_server_is_tried_once_a_run_and_does_not_hold_up_the_other_channel() {
        FakeChannel webhook = new FakeChannel("webhook");
        open(45);
        for (int i = 0; i < 9; i++) {
            channel.answers.add(new Delivery.Later("no answer", Optional.empty()));
        }
        run(channel, webhook);
        assertThat(channel.messages).hasSize(1);
        assertThat(webhook.messages).hasSize(3);
        assertThat(store.notifications().counts()).isEqualTo(Map.of("pending", 45L, "sent", 45L));
    }

    @Test
    void a_refusal_is_given_up_at_once() {
        open(silence(1));
        channel.answers.add(new Delivery.Refused("SMTP [550]"));
        run();
        clock.add(Duration.ofDays(1));
        run();
        assertThat(channel.messages).hasSize(1);
        assertThat(states()).containsExactly(State.FAILED);
    }

    @Test
    void alerts_that_opened_without_a_channel_are_not_notified_later() {
        open(silence(1));
        run(new FakeChannel[0]);
        run();
        assertThat(channel.messages).isEmpty();
    }

    @Test
    void a_crash_between_sending_and_noting_sends_again_under_the_same_id() {
        open(silence(1));
        Channel dying = new Channel() {
            @Override
            public String name() {
                return "email";
            }

            @Override
            public Delivery deliver(Message message) {
                channel.messages.add(message);
                throw new IllegalStateException("power cut");
            }
        };
        Notifier cut = notifier(dying);
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> cut.run((name, outcome) -> {})))
                .hasMessage("power cut");
        run();
        assertThat(channel.messages).hasSize(2);
        assertThat(channel.messages.get(0).id())
                .isEqualTo(channel.messages.get(1).id());
    }

    @Test
    void a_site_that_hides_its_scanners_names_none() {
        open(
                Alert.of(
                        AlertKind.MEDIAN_ABOVE_DRL,
                        "k",
                        AlertWords.of("CT-CHEST, on ").scanner("Scanner 1").then(": the median")),
                silence(2));
        NotificationPolicy hidden = new NotificationPolicy(modes(), LocalTime.of(7, 0), VIENNA, 3, 4, false, false);
        new Notifier(
                        store.notifications(),
                        List.of(channel),
                        hidden,
                        new Notifier.Origin("demo", "u"),
                        clock,
                        new Random(1))
                .run((name, outcome) -> {});
        String json = new String(MessageJson.bytes(channel.messages.get(0)), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(json).contains("on the scanner: the median").doesNotContain("Scanner 1");
    }

    private void open(Alert... drafts) {
        store.alerts().ofScanners(new TreeMap<>(Map.of(new DeviceKey("M", "Scanner", "1"), List.of(drafts))), "");
    }

    /** Opens silences up to this number. */
    private void open(int silences) {
        Alert[] drafts = new Alert[silences];
        for (int i = 0; i < silences; i++) {
            drafts[i] = silence(i);
        }
        open(drafts);
    }

    private void run() {
        run(channel);
    }

    private void run(FakeChannel... channels) {
        notifier(channels).run((name, outcome) -> attempts.merge(name + " " + outcome, 1, Integer::sum));
    }

    private Notifier notifier(Channel... channels) {
        return new Notifier(
                store.notifications(),
                List.of(channels),
                policy(3),
                new Notifier.Origin("demo-hospital", "unique"),
                clock,
                new Random(1));
    }

    private static NotificationPolicy policy(int maxPerHour) {
        return new NotificationPolicy(modes(), LocalTime.of(7, 0), VIENNA, maxPerHour, 4, true, false);
    }

    private static Map<AlertKind, NotificationMode> modes() {
        return Map.of(
                AlertKind.SILENCE, NotificationMode.NOW,
                AlertKind.MEDIAN_ABOVE_DRL, NotificationMode.NOW,
                AlertKind.EXAM_ABOVE_DRL, NotificationMode.DIGEST,
                AlertKind.DATA_QUALITY, NotificationMode.OFF);
    }

    private List<Notification> list() {
        return store.notifications().list("", 1000);
    }

    private List<State> states() {
        return list().stream().map(each -> each.progress().state()).toList();
    }

    private static Alert median(String ratio, int severity) {
        return new Alert(
                AlertKind.MEDIAN_ABOVE_DRL,
                "median",
                Optional.of("CT-CHEST"),
                new Alert.Figures(
                        Optional.of(Quantity.DLP),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new BigDecimal(ratio)),
                        Optional.of("test")),
                Set.of(),
                AlertWords.of("text"),
                severity);
    }

    private static Alert silence(int number) {
        return draft(AlertKind.SILENCE, number);
    }

    private static Alert hint(int number) {
        return draft(AlertKind.EXAM_ABOVE_DRL, number);
    }

    private static Alert quality(int number) {
        return draft(AlertKind.DATA_QUALITY, number);
    }

    private static Alert draft(AlertKind kind, int number) {
        return new Alert(
                kind,
                "key/" + number,
                Optional.of("CT-CHEST"),
                Alert.Figures.of(Quantity.DLP, new BigDecimal("500"))
                        .withRatio(new BigDecimal("1.25"))
                        .beside(new BigDecimal("400"), "test"),
                Set.of(),
                AlertWords.of("text on Scanner 1"),
                0);
    }
}
