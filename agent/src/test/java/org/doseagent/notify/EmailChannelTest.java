package org.doseagent.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.doseagent.dose.assessment.AlertWords;
import java.util.Set;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.forward.SelfSigned;
import org.doseagent.notify.EmailChannel.Envelope;
import org.doseagent.notify.EmailChannel.Security;
import org.doseagent.store.outbox.Delivery;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mail through a real server. */
final class EmailChannelTest {

    private static final Message MESSAGE = Messages.now(Messages.note(17, "DLP 900 mGy·cm, ratio <2.25> & more"));

    private static final Optional<String> NOBODY = Optional.empty();

    @TempDir
    private static Path folder;

    private static SSLContext trusted;

    @BeforeAll
    static void make_a_certificate() throws Exception {
        trusted = new SelfSigned(folder).context();
    }

    @Test
    void a_mail_has_a_subject_a_plain_text_and_the_same_as_html_in_utf_8() throws Exception {
        try (MailServer server = MailServer.plain()) {
            assertThat(channel(server.as(Security.NONE, NOBODY, NOBODY)).deliver(MESSAGE))
                    .isEqualTo(new Delivery.Delivered("taken for 1 recipients"));
            MailServer.Mail mail = server.mails().get(0);
            assertThat(mail.subject()).isEqualTo("[dose-agent] exam-far-above-drl CT-CHEST (alert 17)");
            assertThat(mail.plain())
                    .contains(
                            "Alert 17: exam-far-above-drl",
                            "Scanner: Scanner Ä 1",
                            "DLP: 900 mGy·cm, DRL 400 mGy·cm, ratio 2.25, set test",
                            "ratio <2.25> & more",
                            "Show it: dose-agent alerts show 17",
                            "not a limit for one of them");
            assertThat(mail.html())
                    .contains("Scanner Ä 1", "ratio &lt;2.25&gt; &amp; more")
                    .doesNotContain("<2.25>");
            assertThat(mail.parsed().getMessageID()).isEqualTo("<" + MESSAGE.id() + "@hospital.example>");
            assertThat(mail.parsed().getHeader("Auto-Submitted")).containsExactly("auto-generated");
            assertThat(mail.raw()).contains("multipart/alternative", "charset=UTF-8");
        }
    }

    @Test
    void two_recipients_get_one_message() throws Exception {
        try (MailServer server = MailServer.plain()) {
            Envelope both =
                    new Envelope("agent@hospital.example", List.of("a@hospital.example", "b@hospital.example"), "");
            new EmailChannel(server.as(Security.NONE, NOBODY, NOBODY), both, trusted).deliver(MESSAGE);
            assertThat(server.mails())
                    .singleElement()
                    .satisfies(mail -> assertThat(mail.parsed().getAllRecipients())
                            .extracting(Object::toString)
                            .containsExactly("a@hospital.example", "b@hospital.example"));
        }
    }

    @Test
    void a_name_from_a_scanner_cannot_begin_a_header_or_a_line() throws Exception {
        String evil = "CT-CHEST\r\nBcc: all@evil.example\r\n\r\nhello\u2028x\u202Ey";
        AlertNote plain = Messages.note(1, evil);
        AlertNote note = new AlertNote(
                1,
                1,
                plain.openedAt(),
                Optional.of(evil),
                new Alert(plain.kind(), "key", Optional.of(evil), plain.alert().figures(), Set.of(), AlertWords.of(evil), 0),
                Optional.empty());
        try (MailServer server = MailServer.plain()) {
            channel(server.as(Security.NONE, NOBODY, NOBODY)).deliver(Messages.now(note));
            MailServer.Mail mail = server.mails().get(0);
            assertThat(server.mails()).hasSize(1);
            assertThat(mail.parsed().getHeader("Bcc")).isNull();
            assertThat(mail.subject()).contains("CT-CHEST Bcc: all@evil.example hello");
            assertThat(mail.plain().lines()).noneMatch(line -> line.startsWith("Bcc") || line.startsWith("hello"));
        }
    }

    @Test
    void starttls_with_the_right_password_is_taken_and_with_the_wrong_one_waits() throws Exception {
        try (MailServer server = MailServer.startTls(trusted)) {
            assertThat(channel(server.as(
                                    Security.STARTTLS, Optional.of(MailServer.USER), Optional.of(MailServer.PASSWORD)))
                            .deliver(MESSAGE))
                    .isInstanceOf(Delivery.Delivered.class);
            assertThat(server.mails()).hasSize(1);
            assertThat(channel(server.as(Security.STARTTLS, Optional.of(MailServer.USER), Optional.of("wrong")))
                            .deliver(MESSAGE))
                    .isEqualTo(new Delivery.Later(
                            "the mail server does not accept the user or the password", Optional.empty()));
            assertThat(server.mails()).hasSize(1);
        }
    }

    @Test
    void tls_from_the_first_byte_works() throws Exception {
        try (MailServer server = MailServer.tls(trusted)) {
            assertThat(channel(server.as(Security.TLS, NOBODY, NOBODY)).deliver(MESSAGE))
                    .isInstanceOf(Delivery.Delivered.class);
            assertThat(server.mails()).hasSize(1);
        }
    }

    @Test
    void sends_nothing_to_a_server_that_it_does_not_trust_or_that_has_another_name() throws Exception {
        try (MailServer server = MailServer.tls(trusted)) {
            assertThat(new EmailChannel(server.as(Security.TLS, NOBODY, NOBODY), envelope(), SSLContext.getDefault())
                            .deliver(MESSAGE))
                    .isInstanceOf(Delivery.Later.class);
            assertThat(channel(new EmailChannel.Server(
                                    "127.0.0.2", server.port(), Security.TLS, NOBODY, NOBODY, Duration.ofSeconds(5)))
                            .deliver(MESSAGE))
                    .isInstanceOf(Delivery.Later.class);
            assertThat(server.mails()).isEmpty();
        }
    }

    @Test
    void sends_nothing_when_starttls_is_not_offered() throws Exception {
        try (MailServer server = MailServer.withPassword()) {
            assertThat(channel(server.as(
                                    Security.STARTTLS, Optional.of(MailServer.USER), Optional.of(MailServer.PASSWORD)))
                            .deliver(MESSAGE))
                    .isInstanceOf(Delivery.Later.class);
            assertThat(server.mails()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"550, true", "552, true", "451, false", "421, false"})
    void a_code_of_five_is_a_refusal_and_one_of_four_waits(int code, boolean isRefused) throws Exception {
        try (MailServer server = MailServer.plain()) {
            server.reject(code);
            Delivery delivery =
                    channel(server.as(Security.NONE, NOBODY, NOBODY)).deliver(MESSAGE);
            assertThat(delivery).isInstanceOf(isRefused ? Delivery.Refused.class : Delivery.Later.class);
            assertThat(delivery.toString()).contains("" + code).doesNotContain("MARKER");
        }
    }

    @Test
    void a_silent_server_is_left_after_the_time_out() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getByName("localhost"))) {
            EmailChannel.Server server = new EmailChannel.Server(
                    "localhost", silent.getLocalPort(), Security.NONE, NOBODY, NOBODY, Duration.ofMillis(200));
            assertThat(channel(server).deliver(MESSAGE)).isInstanceOf(Delivery.Later.class);
        }
    }

    @Test
    void refuses_what_is_no_address() {
        EmailChannel.Server server =
                new EmailChannel.Server("localhost", 25, Security.NONE, NOBODY, NOBODY, Duration.ofSeconds(1));
        assertThatThrownBy(() -> new EmailChannel(
                        server, new Envelope("a@b.example\r\nBcc: c@d.example", List.of("a@b.example"), ""), trusted))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static EmailChannel channel(EmailChannel.Server server) {
        return new EmailChannel(server, envelope(), trusted);
    }

    private static Envelope envelope() {
        return new Envelope("agent@hospital.example", List.of("physics@hospital.example"), "[dose-agent]");
    }
}
