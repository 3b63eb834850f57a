package org.doseagent.notify;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.doseagent.store.outbox.Delivery;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/**
 * Sends each message by SMTP, as plain text with an HTML alternative, in UTF-8. The Message-ID is that of the message, so that a receiver
 * recognises a mail that was sent twice. An answer of 5xx is a refusal; after any other answer the attempt is repeated.
 */
public final class EmailChannel implements Channel {

    /** How the connection is protected. */
    public enum Security {
        NONE,
        /** Refused when the server does not offer it. */
        STARTTLS,
        TLS
    }

    /** The mail server; {@code timeout} is for the connection, and for each answer. */
    public record Server(
            String host,
            int port,
            Security security,
            Optional<String> user,
            Optional<String> password,
            Duration timeout) {}

    /** The sender and the recipients. */
    public record Envelope(String from, List<String> to, String subjectPrefix) {
        public Envelope {
            to = List.copyOf(to);
        }
    }

    private final Server server;
    private final Envelope envelope;
    private final InternetAddress from;
    private final InternetAddress[] to;
    private final Session session;

    /**
     * Takes the trust of the connection.
     *
     * @throws IllegalArgumentException if an address is none
     */
    public EmailChannel(Server server, Envelope envelope, SSLContext tls) {
        this.server = server;
        this.envelope = envelope;
        this.from = address(envelope.from());
        this.to = envelope.to().stream().map(EmailChannel::address).toArray(InternetAddress[]::new);
        this.session = Session.getInstance(properties(server, tls));
    }

    private static InternetAddress address(String text) {
        try {
            return new InternetAddress(text, true);
        } catch (AddressException e) {
            throw new IllegalArgumentException("notify.email: \"" + text + "\" is no address", e);
        }
    }

    private static Properties properties(Server server, SSLContext tls) {
        Properties properties = new Properties();
        String millis = Long.toString(server.timeout().toMillis());
        properties.put("mail.smtp.connectiontimeout", millis);
        properties.put("mail.smtp.timeout", millis);
        properties.put("mail.smtp.writetimeout", millis);
        properties.put("mail.smtp.auth", Boolean.toString(server.user().isPresent()));
        properties.put("mail.smtp.sendpartial", "true");
        properties.put("mail.smtp.quitwait", "false");
        properties.put("mail.smtp.ssl.enable", Boolean.toString(server.security() == Security.TLS));
        properties.put("mail.smtp.starttls.enable", Boolean.toString(server.security() == Security.STARTTLS));
        properties.put("mail.smtp.starttls.required", Boolean.toString(server.security() == Security.STARTTLS));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.ssl.protocols", "TLSv1.2 TLSv1.3");
        properties.put("mail.smtp.ssl.socketFactory", tls.getSocketFactory());
        return properties;
    }

    @Override
    public String name() {
        return "email";
    }

    @Override
    public Delivery deliver(Message message) {
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect(
                    server.host(),
                    server.port(),
                    server.user().orElse(null),
                    server.password().orElse(null));
            transport.sendMessage(mail(message), to);
            return new Delivery.Delivered("taken for " + to.length + " recipients");
        } catch (SendFailedException e) {
            return ofRecipients(e);
        } catch (AuthenticationFailedException e) {
            return new Delivery.Later("the mail server does not accept the user or the password", Optional.empty());
        } catch (MessagingException e) {
            return new Delivery.Later(reason(e), Optional.empty());
        }
    }

    private Delivery ofRecipients(SendFailedException e) {
        int taken = e.getValidSentAddresses() == null ? 0 : e.getValidSentAddresses().length;
        if (taken > 0) {
            return new Delivery.Delivered("taken for " + taken + " of " + to.length + " recipients");
        }
        List<Integer> codes = codes(e);
        boolean isRefused = !codes.isEmpty() && codes.stream().allMatch(code -> code / 100 == 5);
        String reason = "no recipient was accepted, SMTP " + codes;
        return isRefused ? new Delivery.Refused(reason) : new Delivery.Later(reason, Optional.empty());
    }

    /** Returns the codes that the server answered with, for the message and for each recipient. */
    private static List<Integer> codes(MessagingException e) {
        List<Integer> codes = new ArrayList<>();
        for (Exception each = e;
                each != null;
                each = each instanceof MessagingException more ? more.getNextException() : null) {
            if (each instanceof SMTPSendFailedException failed) {
                codes.add(failed.getReturnCode());
            } else if (each instanceof SMTPAddressFailedException failed) {
                codes.add(failed.getReturnCode());
            } else if (each instanceof SMTPSenderFailedException failed) {
                codes.add(failed.getReturnCode());
            }
        }
        return codes.stream().filter(code -> code > 0).toList();
    }

    private String reason(MessagingException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        if (cause instanceof SSLException) {
            return "TLS with the mail server failed: " + cause.getClass().getSimpleName();
        }
        return "the mail server cannot be reached (" + server.security() + "): "
                + cause.getClass().getSimpleName();
    }

    private MimeMessage mail(Message message) throws MessagingException {
        MimeMessage mail = new Numbered(session, "<" + message.id() + "@" + domain() + ">");
        mail.setFrom(from);
        mail.setRecipients(jakarta.mail.Message.RecipientType.TO, to);
        mail.setSubject(MessageText.subject(message, envelope.subjectPrefix()), "UTF-8");
        mail.setSentDate(Date.from(message.at()));
        mail.setHeader("Auto-Submitted", "auto-generated");
        MimeMultipart alternatives = new MimeMultipart("alternative");
        alternatives.addBodyPart(body(MessageText.plain(message), false));
        alternatives.addBodyPart(body(MessageText.html(message), true));
        mail.setContent(alternatives);
        mail.saveChanges();
        return mail;
    }

    private String domain() {
        return from.getAddress().substring(from.getAddress().indexOf('@') + 1);
    }

    private static MimeBodyPart body(String text, boolean isHtml) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, "UTF-8", isHtml ? "html" : "plain");
        return part;
    }

    /** A mail with our own Message-ID; that of the library would contain the user and the host of this process. */
    private static final class Numbered extends MimeMessage {

        private final String number;

        Numbered(Session session, String number) {
            super(session);
            this.number = number;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", number);
        }
    }
}
