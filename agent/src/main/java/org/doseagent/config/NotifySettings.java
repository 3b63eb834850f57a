package org.doseagent.config;

import java.net.URI;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.doseagent.dose.AlertKind;
import org.doseagent.store.alerts.NotificationMode;

/** Who is told of which alerts, how and when. */
public record NotifySettings(
        Email email,
        Webhook webhook,
        Map<AlertKind, NotificationMode> kinds,
        LocalTime digestAt,
        ZoneId zone,
        int maxPerHour,
        int maxAttempts,
        boolean scannerLabel,
        boolean accessionNumber) {

    public NotifySettings {
        kinds = Map.copyOf(kinds);
    }

    /** A mail server; {@code security} is {@code none}, {@code starttls} or {@code tls}. */
    public record Email(
            boolean enabled,
            String host,
            int port,
            String security,
            Optional<String> user,
            Optional<String> password,
            String from,
            List<String> to,
            String subjectPrefix,
            Duration timeout) {
        public Email {
            to = List.copyOf(to);
        }
    }

    /** A receiver of {@code dose-alert/1}; the url is there when it is enabled. */
    public record Webhook(
            boolean enabled,
            Optional<URI> url,
            Optional<String> bearerToken,
            Optional<String> secret,
            Duration timeout) {}
}
