package org.doseagent.notify;

import java.util.Optional;

/**
 * Who is notified of which alerts, how and when.
 *
 * @param email the mail server and the addresses; empty where e-mail is off
 * @param webhook the receiver of {@code dose-alert/1}; empty where it is off
 */
public record NotifySettings(
        Optional<Email> email, Optional<WebhookChannel.Settings> webhook, NotificationPolicy policy) {

    /** A mail server and the addresses that its messages name. */
    public record Email(EmailChannel.Server server, EmailChannel.Envelope envelope) {}
}
