package org.doseagent.notify;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.doseagent.notify.Message.Occasion;
import org.doseagent.store.alerts.Notification;
import org.doseagent.store.alerts.Notification.State;
import org.doseagent.store.alerts.Notification.Ticket;
import org.doseagent.store.alerts.NotificationMode;
import org.doseagent.store.alerts.NotificationStore;
import org.doseagent.store.alerts.NotificationStore.Unnotified;
import org.doseagent.store.outbox.Delivery;
import org.doseagent.store.outbox.RetryPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifies people of alerts: each time that an alert opens, once through each channel. A process that dies between a delivery and its
 * record repeats the delivery under the same id: each notification is delivered at least once. Used by one thread.
 */
public final class Notifier {

    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

    /** Number of alerts queued in one transaction. */
    private static final int COLLECT = 500;

    /** Maximum number of pending notifications; above it no more are queued. Their alerts keep their mark, so none is lost. */
    private static final long MAX_PENDING = 20_000;

    /** Maximum number of alerts in one immediate message. */
    private static final int MAX_TOGETHER = 20;

    /** Maximum number of alerts that a message lists; it counts the rest by kind. */
    private static final int MAX_LISTED = 100;

    /** Maximum number of messages that one channel sends in one run. */
    private static final int MAX_BATCHES = 50;

    /** The names of one agent in messages: the name of the site, and for the ids a name that is unique among all sites. */
    public record Origin(String site, String unique) {}

    private final NotificationStore store;
    private final List<Channel> channels;
    private final NotificationPolicy policy;
    private final Origin origin;
    private final Clock clock;
    private final RandomGenerator random;

    public Notifier(
            NotificationStore store,
            List<Channel> channels,
            NotificationPolicy policy,
            Origin origin,
            Clock clock,
            RandomGenerator random) {
        this.store = store;
        this.channels = List.copyOf(channels);
        this.policy = policy;
        this.origin = origin;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Queues notifications of alerts that opened, and sends those that are due.
     *
     * @param attempted receives channel and outcome of each attempt: {@code sent}, {@code later} or {@code refused}
     */
    public void run(BiConsumer<String, String> attempted) {
        collect();
        for (Channel channel : channels) {
            deliverDue(channel, attempted);
        }
    }

    private void collect() {
        long pending = store.counts().getOrDefault(State.PENDING.label(), 0L);
        List<Unnotified> unnotified = store.unnotified(COLLECT);
        while (!unnotified.isEmpty() && pending < MAX_PENDING) {
            Map<Unnotified, List<Ticket>> tickets = tickets(unnotified);
            store.queue(tickets, clock.instant());
            pending += tickets.values().stream().mapToLong(List::size).sum();
            unnotified = store.unnotified(COLLECT);
        }
        if (!unnotified.isEmpty()) {
            LOG.warn("event=notifications-full pending={}", pending);
        }
    }

    private Map<Unnotified, List<Ticket>> tickets(List<Unnotified> unnotified) {
        Instant now = clock.instant();
        Ticket digest = digest("", now);
        Map<Unnotified, List<Ticket>> tickets = new LinkedHashMap<>();
        int atOnce = 0;
        String batch = "";
        for (Unnotified alert : unnotified) {
            NotificationMode mode = alert.isOpen() ? policy.of(alert.kind()) : NotificationMode.OFF;
            if (mode == NotificationMode.NOW && atOnce++ % MAX_TOGETHER == 0) {
                batch = "now/" + alert.alertId() + "/" + alert.opening() + "/" + now;
            }
            tickets.put(alert, mode == NotificationMode.OFF ? List.of() : tickets(mode, batch, digest, now));
        }
        return tickets;
    }

    private List<Ticket> tickets(NotificationMode mode, String batch, Ticket digest, Instant now) {
        return channels.stream()
                .map(channel -> mode == NotificationMode.NOW
                        ? new Ticket(channel.name(), mode, batch, now)
                        : new Ticket(channel.name(), mode, digest.batch(), digest.dueAt()))
                .toList();
    }

    private Ticket digest(String channel, Instant now) {
        Instant due = policy.nextDigest(now);
        return new Ticket(channel, NotificationMode.DIGEST, "digest/" + due, due);
    }

    private void deliverDue(Channel channel, BiConsumer<String, String> attempted) {
        for (String batch : store.dueBatches(channel.name(), clock.instant(), MAX_BATCHES)) {
            List<Notification> live = live(channel, batch);
            if (!live.isEmpty() && !isAboveHourlyMaximum(channel, batch, live.get(0))) {
                Delivery delivery = channel.deliver(message(channel, batch, live));
                record(new Batch(channel, batch, live), delivery, attempted);
                if (delivery instanceof Delivery.Later) {
                    return;
                }
            }
        }
    }

    /** Returns the notifications of a batch whose alerts are still open, and ends the others. */
    private List<Notification> live(Channel channel, String batch) {
        List<Notification> live = new ArrayList<>();
        for (Notification each : store.pending(new NotificationStore.Batch(channel.name(), batch), policy.withAccessionNumber())) {
            if (each.alert().isOpen()) {
                live.add(each);
            } else {
                store.skip(each, clock.instant());
            }
        }
        return live;
    }

    private boolean isAboveHourlyMaximum(Channel channel, String batch, Notification first) {
        Instant now = clock.instant();
        boolean isAboveHourlyMaximum = first.ticket().mode() == NotificationMode.NOW
                && store.sentAtOnceSince(channel.name(), now.minus(Duration.ofHours(1))) >= policy.maxPerHour();
        if (isAboveHourlyMaximum) {
            Ticket digest = digest(channel.name(), now);
            store.moveToDigest(new NotificationStore.Batch(channel.name(), batch), digest);
            LOG.warn("event=notification-to-digest channel={} due={}", channel.name(), digest.dueAt());
        }
        return isAboveHourlyMaximum;
    }

    private Message message(Channel channel, String batch, List<Notification> live) {
        List<Notification> inOrder = live.stream()
                .sorted(Comparator.comparing((Notification each) -> !each.isOverflow())
                        .thenComparing(
                                each -> each.alert().alert().ratio().orElse(BigDecimal.ZERO), Comparator.reverseOrder())
                        .thenComparing(each -> each.alert().id()))
                .toList();
        SortedMap<String, Integer> more = new TreeMap<>();
        inOrder.stream()
                .skip(MAX_LISTED)
                .forEach(each -> more.merge(each.alert().kind().label(), 1, Integer::sum));
        boolean isDigest = live.get(0).ticket().mode() == NotificationMode.DIGEST;
        return new Message(
                id(channel, batch),
                isDigest ? Occasion.DIGEST : Occasion.NOW,
                origin.site(),
                clock.instant(),
                inOrder.stream()
                        .limit(MAX_LISTED)
                        .map(each -> AlertNote.of(each, policy.withScanner()))
                        .toList(),
                more,
                (int) live.stream().filter(Notification::isOverflow).count(),
                isDigest ? Optional.of(Digest.of(live, policy.withScanner())) : Optional.empty());
    }

    private String id(Channel channel, String batch) {
        String name = String.join("|", origin.unique(), channel.name(), batch);
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** The notifications that one message of a channel carries. */
    private record Batch(Channel channel, String id, List<Notification> live) {
        int attempts() {
            return live.stream()
                    .mapToInt(each -> each.progress().attempts())
                    .max()
                    .orElse(0);
        }
    }

    private void record(Batch batch, Delivery delivery, BiConsumer<String, String> attempted) {
        Instant now = clock.instant();
        String name = batch.channel().name();
        if (delivery instanceof Delivery.Delivered delivered) {
            store.recordAttempt(new NotificationStore.Batch(name, batch.id()), State.SENT, now, delivered.note());
            LOG.info(
                    "event=notified channel={} alerts={} note=\"{}\"",
                    name,
                    batch.live().size(),
                    delivered.note());
            attempted.accept(name, "sent");
        } else if (delivery instanceof Delivery.Refused refused) {
            giveUp(batch, refused.reason());
            attempted.accept(name, "refused");
        } else if (delivery instanceof Delivery.Later later) {
            int attempts = batch.attempts() + 1;
            if (attempts >= policy.maxAttempts()) {
                giveUp(batch, later.reason());
            } else {
                Duration wait = later.after().orElseGet(() -> RetryPolicy.DEFAULT.waitAfter(attempts, random));
                store.recordAttempt(new NotificationStore.Batch(name, batch.id()), State.PENDING, now.plus(wait), later.reason());
                LOG.warn(
                        "event=notification-waits channel={} attempts={} seconds={} reason=\"{}\"",
                        name,
                        attempts,
                        wait.toSeconds(),
                        later.reason());
            }
            attempted.accept(name, "later");
        }
    }

    private void giveUp(Batch batch, String reason) {
        String channel = batch.channel().name();
        store.recordAttempt(new NotificationStore.Batch(channel, batch.id()), State.FAILED, clock.instant(), reason);
        LOG.error("event=notification-failed channel={} reason=\"{}\"", channel, reason);
    }

    /** Sends a test message through each channel and returns the outcomes; empty when no channel is configured. */
    public Map<String, Delivery> test() {
        Map<String, Delivery> outcomes = new LinkedHashMap<>();
        for (Channel channel : channels) {
            Message message = new Message(
                    id(channel, "test/" + clock.instant()),
                    Occasion.TEST,
                    origin.site(),
                    clock.instant(),
                    List.of(),
                    new TreeMap<>(),
                    0,
                    Optional.empty());
            outcomes.put(channel.name(), channel.deliver(message));
        }
        return outcomes;
    }

    /** Makes all notifications due now that were given up or wait for their next attempt. Returns their number. */
    public int retry() {
        return store.retry(clock.instant());
    }
}
