package org.doseagent.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.doseagent.dose.AlertKind;
import org.doseagent.store.alerts.NotificationMode;

/** Reads the keys under {@code notify}. */
final class NotifyReader {

    private static final String ADDRESS = "[^\\s\\p{Cntrl}<>\"(),:;@\\[\\]\\\\]+@[A-Za-z0-9.-]+";

    private static final String LOOPBACK = "localhost|127\\.0\\.0\\.1|::1";

    private static final String URL =
            "(https://[^\\s@]+|http://(localhost|127\\.0\\.0\\.1|\\[::1\\])(:\\d+)?(/[^\\s@]*)?)?";

    private NotifyReader() {}

    static NotifySettings read(ConfigTree tree) {
        return new NotifySettings(
                email(tree),
                webhook(tree),
                kinds(tree),
                LocalTime.parse(tree.text(
                        "notify.digestAt", "07:00", "([01]\\d|2[0-3]):[0-5]\\d", "must be a time such as \"07:00\"")),
                zone(tree),
                tree.integer("notify.maxPerHour", 20, 1, 1000),
                tree.integer("notify.maxAttempts", 20, 1, 1000),
                tree.flag("notify.scannerLabel", true),
                tree.flag("notify.accessionNumber", false));
    }

    private static Map<AlertKind, NotificationMode> kinds(ConfigTree tree) {
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

    /** A hint about one exam can wait for the morning; what is about many exams, or a scanner, or far above, cannot. */
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

    private static ZoneId zone(ConfigTree tree) {
        String text = tree.text("notify.zone", "system", ".+", "must be a time zone");
        if (text.equals("system")) {
            return ZoneId.systemDefault();
        }
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            tree.problem("notify.zone", text, "must be system, or a time zone such as Europe/Vienna");
            return ZoneId.systemDefault();
        }
    }

    private static NotifySettings.Email email(ConfigTree tree) {
        NotifySettings.Email email = new NotifySettings.Email(
                tree.flag("notify.email.enabled", false),
                tree.text("notify.email.host", "", "\\S*", "must be a host name"),
                tree.integer("notify.email.port", 587, 1, 65535),
                tree.text("notify.email.security", "starttls", "none|starttls|tls", "must be none, starttls or tls"),
                tree.optional("notify.email.user"),
                tree.optional("notify.email.password"),
                tree.text("notify.email.from", "", "(" + ADDRESS + ")?", "must be an address"),
                tree.texts("notify.email.to", List.of()).stream()
                        .map(String::strip)
                        .toList(),
                tree.text(
                        "notify.email.subjectPrefix",
                        "[dose-agent]",
                        "[^\\p{Cntrl}]{0,60}",
                        "must be at most 60 characters on one line"),
                tree.duration("notify.email.timeout", "10s"));
        email.to().stream()
                .filter(address -> !address.matches(ADDRESS))
                .forEach(address -> tree.problem("notify.email.to", address, "must be an address"));
        checkEnabled(tree, email);
        return email;
    }

    private static void checkEnabled(ConfigTree tree, NotifySettings.Email email) {
        if (email.user().isPresent() != email.password().isPresent()) {
            tree.problem("notify.email.user", "", "user and password are needed together");
        }
        if (email.user().isPresent()
                && email.security().equals("none")
                && !email.host().matches(LOOPBACK)) {
            tree.problem(
                    "notify.email.security", "none", "a password leaves only with starttls or tls, or to this machine");
        }
        if (!email.enabled()) {
            return;
        }
        for (var each : Map.of("host", email.host(), "from", email.from(), "to", String.join(",", email.to()))
                .entrySet()) {
            if (each.getValue().isEmpty()) {
                tree.problem("notify.email." + each.getKey(), "", "is mandatory with notify.email.enabled");
            }
        }
    }

    private static NotifySettings.Webhook webhook(ConfigTree tree) {
        String url = tree.text(
                "notify.webhook.url", "", URL, "must be an https URL, or http on loopback, without user or password");
        NotifySettings.Webhook webhook = new NotifySettings.Webhook(
                tree.flag("notify.webhook.enabled", false),
                url.isEmpty() ? Optional.empty() : uri(tree, url),
                tree.optional("notify.webhook.bearerToken"),
                tree.optional("notify.webhook.secret"),
                tree.duration("notify.webhook.timeout", "10s"));
        if (webhook.enabled() && url.isEmpty()) {
            tree.problem("notify.webhook.url", "", "is mandatory with notify.webhook.enabled");
        }
        return webhook;
    }

    private static Optional<URI> uri(ConfigTree tree, String url) {
        try {
            return Optional.of(new URI(url));
        } catch (URISyntaxException e) {
            tree.problem("notify.webhook.url", url, "must be a URL");
            return Optional.empty();
        }
    }
}
