package org.doseagent.store.inbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.doseagent.store.StoreException;
import org.doseagent.store.inbox.log.InboxLog;
import org.doseagent.store.inbox.log.PutOutcome;
import org.doseagent.store.inbox.log.PutOutcome.Stored;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the {@code inbox.db} of an earlier release into the log and into {@code doses.db}: each object keeps its number and its state. May end
 * at any moment and goes on at the next start; the file is deleted when all of it is safe, because it still has deleted bytes in its free
 * pages.
 */
final class InboxTakeover {

    private static final Logger LOG = LoggerFactory.getLogger(InboxTakeover.class);

    private static final int MAX_ENTRIES = 500;
    private static final long MAX_BYTES = 16L << 20;

    private final Path dataDirectory;
    private final InboxStates states;
    private final InboxLog log;

    InboxTakeover(Path dataDirectory, InboxStates states, InboxLog log) {
        this.dataDirectory = dataDirectory;
        this.states = states;
        this.log = log;
    }

    /**
     * Does nothing where there is no earlier inbox.
     *
     * @throws StoreException if the disk has no room for both, or the file is not what this data directory's states know
     */
    void run() {
        EarlierInbox.open(dataDirectory).ifPresent(opened -> {
            try (EarlierInbox earlier = opened) {
                move(earlier);
            }
            delete();
        });
    }

    private void move(EarlierInbox earlier) {
        LOG.info("event=inbox-takeover objects={}", earlier.count());
        requireSame(earlier);
        long position = states.position();
        List<EarlierEntry> entries = earlier.after(position, MAX_ENTRIES, MAX_BYTES);
        while (!entries.isEmpty()) {
            position = entries.get(entries.size() - 1).id();
            put(entries);
            states.adopt(entries, position);
            entries = earlier.after(position, MAX_ENTRIES, MAX_BYTES);
        }
        log.continueAfter(earlier.highestId());
    }

    /** A file that was put beside a log that has objects of its own is not taken over: their numbers collide. */
    private void requireSame(EarlierInbox earlier) {
        long position = states.position();
        boolean isNew = position == 0 && log.status().records() == 0;
        boolean isSame = isNew
                || earlier.after(0, 1, 1).stream().allMatch(first -> position > 0 ? isKnown(first) : isInLog(first));
        if (!isSame) {
            throw new StoreException(
                    "inbox.db is of an earlier release, and the log has objects of its own. Move inbox.db away",
                    new IllegalStateException("two inboxes"),
                    false);
        }
    }

    private boolean isKnown(EarlierEntry first) {
        return states.isKnown(first.id(), first.content().sha256());
    }

    private boolean isInLog(EarlierEntry first) {
        return !first.hasBytes()
                || log.read(first.id())
                        .filter(stored -> Arrays.equals(
                                stored.object().dataSet(), first.object().dataSet()))
                        .isPresent();
    }

    private void put(List<EarlierEntry> entries) {
        long present = log.status().lastSequence();
        List<CompletableFuture<PutOutcome>> outcomes = new ArrayList<>();
        for (EarlierEntry entry : entries) {
            if (entry.hasBytes() && entry.id() > present) {
                outcomes.add(log.submitAs(entry.id(), entry.object()));
            }
        }
        for (CompletableFuture<PutOutcome> outcome : outcomes) {
            if (!(outcome.join() instanceof Stored)) {
                throw new StoreException(
                        "inbox.db cannot be moved into the log: " + outcome.join()
                                + ". It needs as much free space as inbox.db has; make room and start again, nothing is lost",
                        new IllegalStateException("refused"),
                        true);
            }
        }
    }

    private void delete() {
        try {
            for (String suffix : List.of("", "-wal", "-shm")) {
                Files.deleteIfExists(dataDirectory.resolve(EarlierInbox.FILE + suffix));
            }
            LOG.info("event=inbox-takeover-ended");
        } catch (IOException e) {
            throw new StoreException("inbox.db, which was moved into the log, cannot be deleted", e, true);
        }
    }
}
