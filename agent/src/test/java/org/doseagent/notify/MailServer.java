package org.doseagent.notify;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/** A real SMTP server on loopback that keeps every byte of every mail; it speaks plain, STARTTLS or TLS, with or without a password. */
final class MailServer implements AutoCloseable {

    static {
        // It logs each refused handshake as a stack trace.
        System.setProperty("org.slf4j.simpleLogger.log.org.subethamail", "off");
    }

    static final String USER = "agent";
    static final String PASSWORD = "synthetic-password";

    /** A mail as the server took it, and its two texts as a person reads them. */
    record Mail(byte[] bytes, MimeMessage parsed) {
        String raw() {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }

        String subject() throws MessagingException {
            return parsed.getSubject();
        }

        String plain() throws Exception {
            return text(0);
        }

        String html() throws Exception {
            return text(1);
        }

        private String text(int index) throws Exception {
            BodyPart part = ((MimeMultipart) parsed.getContent()).getBodyPart(index);
            return (String) part.getContent();
        }
    }

    private final SMTPServer server;
    private final List<Mail> mails = new CopyOnWriteArrayList<>();
    private volatile Optional<RejectException> rejection = Optional.empty();

    static MailServer plain() {
        return new MailServer(new SMTPServer.Builder());
    }

    static MailServer withPassword() {
        return new MailServer(withPassword(new SMTPServer.Builder()));
    }

    static MailServer startTls(SSLContext context) {
        return new MailServer(
                withPassword(new SMTPServer.Builder().enableTLS().requireTLS()).startTlsSocketFactory(context));
    }

    static MailServer tls(SSLContext context) {
        return new MailServer(new SMTPServer.Builder().serverSocketFactory(context));
    }

    private static SMTPServer.Builder withPassword(SMTPServer.Builder builder) {
        return builder.requireAuth()
                .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory((user, password, context) -> {
                    if (!user.equals(USER) || !password.equals(PASSWORD)) {
                        throw new LoginFailedException();
                    }
                }));
    }

    private MailServer(SMTPServer.Builder builder) {
        server = builder.bindAddress(InetAddress.getLoopbackAddress())
                .port(0)
                .insertReceivedHeaders(false)
                .messageHandler((context, from, to, data) -> take(data))
                .build();
        server.start();
    }

    private void take(byte[] data) throws RejectException {
        if (rejection.isPresent()) {
            throw rejection.get();
        }
        try {
            mails.add(new Mail(
                    data, new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(data))));
        } catch (MessagingException e) {
            throw new RejectException(554, e.getMessage());
        }
    }

    /** From now on every mail is answered with this code. */
    void reject(int code) {
        rejection = Optional.of(new RejectException(code, "patient MARKER^NAME is not welcome"));
    }

    void acceptAgain() {
        rejection = Optional.empty();
    }

    List<Mail> mails() {
        return mails;
    }

    int port() {
        return server.getPortAllocated();
    }

    /** The settings of a client. */
    EmailChannel.Server as(EmailChannel.Security security, Optional<String> user, Optional<String> password) {
        return new EmailChannel.Server("localhost", port(), security, user, password, Duration.ofSeconds(5));
    }

    @Override
    public void close() {
        server.stop();
    }
}
