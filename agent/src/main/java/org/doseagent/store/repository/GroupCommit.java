package org.doseagent.store.repository;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.doseagent.store.sql.Session;

/**
 * Commits the work of all threads that wait in one transaction, with one sync. Whoever gets the lock commits for the others. Each caller returns
 * after the commit that contains its work. Thread-safe.
 */
final class GroupCommit {

    /** Maximum number of works in one transaction, so that the first one does not wait for long. */
    private static final int MAX_WORKS = 256;

    private final Session session;
    private final Queue<Waiting<?>> waiting = new ArrayDeque<>();
    private final Object commitLock = new Object();

    private static final class Waiting<T> {
        private final Session.Result<T> work;
        private final CompletableFuture<T> committed = new CompletableFuture<>();
        private Runnable complete = () -> {};

        Waiting(Session.Result<T> work) {
            this.work = work;
        }

        void run() throws java.sql.SQLException {
            T result = work.get();
            complete = () -> committed.complete(result);
        }
    }

    GroupCommit(Session session) {
        this.session = session;
    }

    /**
     * Runs the work in a transaction and returns its result after the commit.
     *
     * @throws org.doseagent.store.StoreException if the store failed; then nothing of the transaction is stored
     */
    <T> T commit(Session.Result<T> work) {
        Waiting<T> own = new Waiting<>(work);
        synchronized (waiting) {
            waiting.add(own);
        }
        while (!own.committed.isDone()) {
            synchronized (commitLock) {
                if (!own.committed.isDone()) {
                    commitAll(next());
                }
            }
        }
        try {
            return own.committed.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private List<Waiting<?>> next() {
        List<Waiting<?>> works = new ArrayList<>();
        synchronized (waiting) {
            while (!waiting.isEmpty() && works.size() < MAX_WORKS) {
                works.add(waiting.remove());
            }
        }
        return works;
    }

    private void commitAll(List<Waiting<?>> works) {
        try {
            session.inTransaction(() -> {
                for (Waiting<?> each : works) {
                    each.run();
                }
            });
            works.forEach(each -> each.complete.run());
        } catch (RuntimeException e) {
            works.forEach(each -> each.committed.completeExceptionally(e));
        } finally {
            // An Error passes on to the thread that met it; the others must not wait for ever.
            works.forEach(each -> each.committed.completeExceptionally(new IllegalStateException("not committed")));
        }
    }
}
