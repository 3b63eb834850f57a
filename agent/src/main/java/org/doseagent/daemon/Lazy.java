package org.doseagent.daemon;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An object that is built once, when it is first requested. Thread-safe. */
final class Lazy<T> implements Supplier<T> {

    private final Supplier<T> build;

    /** Null until the first call of {@link #get}. */
    @Nullable
    private T built;

    private Lazy(Supplier<T> build) {
        this.build = build;
    }

    static <T> Lazy<T> of(Supplier<T> build) {
        return new Lazy<>(build);
    }

    /** Returns the object; builds it at the first call. A failed build is tried again at the next call. */
    @Override
    public synchronized T get() {
        T object = built;
        if (object == null) {
            object = build.get();
            built = object;
        }
        return object;
    }

    /** Passes the object to {@code action} if it has been built; builds nothing. */
    synchronized void ifBuilt(Consumer<T> action) {
        if (built != null) {
            action.accept(built);
        }
    }
}
