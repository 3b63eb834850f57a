package org.doseagent.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.notify.EmailChannel;
import org.doseagent.notify.NotificationPolicy;
import org.doseagent.notify.NotifySettings;
import org.doseagent.notify.WebhookChannel;
import org.doseagent.store.alerts.NotificationMode;

/** Reads the keys under {@code notify}. */
final class NotifyReader {

    private static final String ADDRESS = "[^\\s\\p{Cntrl}<>\"(),:;@\\[\\]\\\\]+@[A-Za-z0-9.-]+";

    private static final String LOOPBACK = "localhost|127\\.0\\.0\\.1|::1";

    private static final String URL =
            "(https://[^\\s@]+|http://(localhost|127\\.0\\.0\\.1|\\[::1\\])(:\\d+)?(/[^\\s@]*)?)?";

    private final ConfigTree tree;

    NotifyReader(ConfigTree tree) {
        this.tree = tree;
    }

    NotifySettings read() {
        return new NotifySettings(
                email(),
                webhook(),
                new NotificationPolicy(
                        kinds(),
                        LocalTime.parse(tree.text(
                                "notify.digestAt",
                                "07:00",
                                "([01]\\d|2[0-3]):[0-5]\\d",
                                "must be a time such as \"07:00\"")),
                        zone(),
                        tree.integer("notify.maxPerHour", 20, 1, 1000),
                        tree.integer("notify.maxAttempts", 20, 1, 1000),
                        tree.flag("notify.scannerLabel", true),
                        tree.flag("notify.accessionNumber", false)));
    }

    private Map<AlertKind, NotificationMode> kinds() {
        Map<AlertKind, NotificationMode> kinds = new EnumMap<>(AlertKind.class);
        for (AlertKind kind : AlertKind.values()) {
            // YAML reads a bare off as false.
            String text = tree.text(
                            "notify.kinds." + kind.label(),
                            usual(kind).label(),
                            "now|digest|off|false",
                            "must be now, digest or off")
                    .replace("false", "off");
            kinds.put(kind, NotificationMode.valueOf(text.toUpperCase(Locale.ROOT)));
        }
        return kinds;
    }

    /** An alert about one exam can wait for the next morning; an alert about many exams, about a scanner, or far above a level cannot. */
    private static NotificationMode usual(AlertKind kind) {
        return switch (kind) {
            case EXAM_ABOVE_DRL, DOSE_CHECK -> NotificationMode.DIGEST;
            case EXAM_FAR_ABOVE_DRL,
                    EVENT_CTDIVOL,
                    MEDIAN_ABOVE_DRL,
                    MEDIAN_FAR_BELOW,
                    GROUP_RULE,
                    CHANGE,
                    SILENCE,
                    DOSE_CREEP,
                    DELIVERY_REFUSED -> NotificationMode.NOW;
            case DATA_QUALITY -> NotificationMode.OFF;
        };
    }

    /** Returns the zone of the site, in which the daily digest is due and the days of the command line begin and end. */
    private ZoneId zone() {
        tree.renamed("site.zone", "notify.zone");
        String text = tree.text("site.zone", "system", ".+", "must be a time zone");
        if (text.equals("system")) {
            return ZoneId.systemDefault();
        }
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            tree.problem("site.zone", text, "must be system, or a time zone such as Europe/Vienna");
            return ZoneId.systemDefault();
        }
    }

    private Optional<NotifySettings.Email> email() {
        boolean isEnabled = tree.flag("notify.email.enabled", false);
        EmailChannel.Server server = new EmailChannel.Server(
                tree.text("notify.email.host", "", "\\S*", "must be a host name"),
                tree.integer("notify.email.port", 587, 1, 65535),
                EmailChannel.Security.valueOf(tree.text(
                                "notify.email.security",
                                "starttls",
                                "none|starttls|tls",
                                "must be none, starttls or tls")
                        .toUpperCase(Locale.ROOT)),
                tree.optional("notify.email.user"),
                tree.optional("notify.email.password"),
                tree.duration("notify.email.timeout", "10s"));
        EmailChannel.Envelope envelope = new EmailChannel.Envelope(
                tree.text("notify.email.from", "", "(" + ADDRESS + ")?", "must be an address"),
                tree.texts("notify.email.to", List.of()).stream()
                        .map(String::strip)
                        .toList(),
                tree.text(
                        "notify.email.subjectPrefix",
                        "[dose-agent]",
                        "[^\\p{Cntrl}]{0,60}",
                        "must be at most 60 characters on one line"));
        envelope.to().stream()
                .filter(address -> !address.matches(ADDRESS))
                .forEach(address -> tree.problem("notify.email.to", address, "must be an address"));
        checkPassword(server);
        if (!isEnabled) {
            return Optional.empty();
        }
        mandatory("host", server.host());
        mandatory("from", envelope.from());
        mandatory("to", String.join(",", envelope.to()));
        return Optional.of(new NotifySettings.Email(server, envelope));
    }

    private void checkPassword(EmailChannel.Server server) {
        if (server.user().isPresent() != server.password().isPresent()) {
            tree.problem("notify.email.user", "", "user and password are needed together");
        }
        if (server.user().isPresent()
                && server.security() == EmailChannel.Security.NONE
                && !server.host().matches(LOOPBACK)) {
            tree.problem(
                    "notify.email.security",
                    "none",
                    "a password is sent only with starttls or tls, or to this machine");
        }
    }

    private void mandatory(String key, String value) {
        if (value.isEmpty()) {
            tree.problem("notify.email." + key, "", "is mandatory with notify.email.enabled");
        }
    }

    private Optional<WebhookChannel.Settings> webhook() {
        boolean isEnabled = tree.flag("notify.webhook.enabled", false);
        String text = tree.text(
                "notify.webhook.url", "", URL, "must be an https URL, or http on loopback, without user or password");
        Optional<String> token = tree.optional("notify.webhook.bearerToken");
        Optional<String> secret = tree.optional("notify.webhook.secret");
        Duration timeout = tree.duration("notify.webhook.timeout", "10s");
        if (isEnabled && text.isEmpty()) {
            tree.problem("notify.webhook.url", "", "is mandatory with notify.webhook.enabled");
        }
        return url(text).filter(url -> isEnabled).map(url -> new WebhookChannel.Settings(url, token, secret, timeout));
    }

    private Optional<URI> url(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(new URI(text));
        } catch (URISyntaxException e) {
            tree.problem("notify.webhook.url", text, "must be a URL");
            return Optional.empty();
        }
    }
}
