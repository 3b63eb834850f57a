package org.doseagent.notify;

import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.doseagent.store.alerts.NotificationStore;

/** Builds the notifier that the settings ask for. */
public final class Notifications {

    private Notifications() {}

    public static Notifier notifier(
            NotifySettings settings, NotificationStore store, Notifier.Origin origin, Clock clock) {
        return new Notifier(store, channels(settings), settings.policy(), origin, clock, new SecureRandom());
    }

    private static List<Channel> channels(NotifySettings settings) {
        List<Channel> channels = new ArrayList<>();
        settings.email().ifPresent(email -> channels.add(new EmailChannel(email.server(), email.envelope(), trust())));
        settings.webhook().ifPresent(webhook -> channels.add(new WebhookChannel(webhook, trust(), proxy())));
        return channels;
    }

    private static ProxySelector proxy() {
        return Objects.requireNonNullElse(ProxySelector.getDefault(), HttpClient.Builder.NO_PROXY);
    }

    private static SSLContext trust() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
