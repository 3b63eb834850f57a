package org.doseagent.notify;

import java.net.ProxySelector;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.doseagent.config.NotifySettings;
import org.doseagent.store.alerts.NotificationStore;

/** Builds the notifier that the settings ask for. */
public final class Notifications {

    private Notifications() {}

    public static Notifier notifier(
            NotifySettings settings, NotificationStore store, Notifier.Origin origin, Clock clock) {
        return new Notifier(store, channels(settings), policy(settings), origin, clock, new SecureRandom());
    }

    private static NotificationPolicy policy(NotifySettings settings) {
        return new NotificationPolicy(
                settings.kinds(),
                settings.digestAt(),
                settings.zone(),
                settings.maxPerHour(),
                settings.maxAttempts(),
                settings.scannerLabel(),
                settings.accessionNumber());
    }

    private static List<Channel> channels(NotifySettings settings) {
        List<Channel> channels = new ArrayList<>();
        NotifySettings.Email email = settings.email();
        if (email.enabled()) {
            channels.add(new EmailChannel(
                    new EmailChannel.Server(
                            email.host(),
                            email.port(),
                            EmailChannel.Security.valueOf(email.security().toUpperCase(Locale.ROOT)),
                            email.user(),
                            email.password(),
                            email.timeout()),
                    new EmailChannel.Envelope(email.from(), email.to(), email.subjectPrefix()),
                    trust()));
        }
        NotifySettings.Webhook webhook = settings.webhook();
        if (webhook.enabled()) {
            channels.add(new WebhookChannel(
                    new WebhookChannel.Settings(
                            webhook.url().orElseThrow(), webhook.bearerToken(), webhook.secret(), webhook.timeout()),
                    trust(),
                    Optional.ofNullable(ProxySelector.getDefault())));
        }
        return channels;
    }

    private static SSLContext trust() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
