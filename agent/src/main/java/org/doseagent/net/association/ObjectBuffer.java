package org.doseagent.net.association;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.doseagent.net.AcceptorSettings.Limits;
import org.doseagent.net.admission.ByteBudget;

/**
 * Collects the data set of one object. It grows by what arrives, never by what is announced: first within an array that the association
 * keeps for its next object, then in chunks that count against the budget. Used by one thread.
 */
public final class ObjectBuffer {

    private static final int FIRST_BYTES = 8 * 1024;
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final byte[] NOTHING = new byte[0];

    private final int maxBytes;
    private final ByteBudget budget;
    private byte[] own = NOTHING;
    private final List<byte[]> chunks = new ArrayList<>();
    private long taken;
    private long length;
    private boolean isOutOfBudget;

    public ObjectBuffer(int maxBytes, ByteBudget budget) {
        this.maxBytes = maxBytes;
        this.budget = budget;
    }

    /** Adds bytes. Once the object is above its limit or the budget, its bytes are counted and dropped. */
    void add(byte[] source, int offset, int count) {
        long before = length;
        length += count;
        if (isAboveLimit() || isOutOfBudget) {
            dropChunks();
            return;
        }
        int at = offset;
        int left = count;
        while (left > 0) {
            int copied = copy(source, at, left, (int) (before + at - offset));
            if (copied == 0) {
                isOutOfBudget = true;
                dropChunks();
                return;
            }
            at += copied;
            left -= copied;
        }
    }

    /** Copies what fits into one array, at {@code position} of the object; 0 if the budget gives no more. */
    private int copy(byte[] source, int offset, int count, int position) {
        if (position < Limits.OWN_BYTES) {
            int copied = Math.min(count, Limits.OWN_BYTES - position);
            growOwn(position + copied);
            System.arraycopy(source, offset, own, position, copied);
            return copied;
        }
        int chunk = (position - Limits.OWN_BYTES) / CHUNK_BYTES;
        if (chunk == chunks.size()) {
            int size = Math.min(CHUNK_BYTES, maxBytes - position);
            if (!budget.take(size)) {
                return 0;
            }
            taken += size;
            chunks.add(new byte[size]);
        }
        byte[] target = chunks.get(chunk);
        int at = (position - Limits.OWN_BYTES) % CHUNK_BYTES;
        int copied = Math.min(count, target.length - at);
        System.arraycopy(source, offset, target, at, copied);
        return copied;
    }

    private void growOwn(int needed) {
        if (needed > own.length) {
            int larger = Math.max(FIRST_BYTES, Math.max(needed, own.length * 2));
            own = Arrays.copyOf(own, Math.min(Limits.OWN_BYTES, larger));
        }
    }

    /** Returns how many bytes came, also those that were dropped. */
    long length() {
        return length;
    }

    boolean isAboveLimit() {
        return length > maxBytes;
    }

    /** Returns whether bytes were dropped because the budget of all associations was used up. */
    boolean isOutOfBudget() {
        return isOutOfBudget;
    }

    /** Returns the object in an array of its own; empty if bytes were dropped, or the budget does not hold the array. */
    public Optional<byte[]> bytes() {
        if (isAboveLimit() || isOutOfBudget) {
            return Optional.empty();
        }
        if (length <= Limits.OWN_BYTES) {
            return Optional.of(Arrays.copyOf(own, (int) length));
        }
        if (!budget.take(length)) {
            isOutOfBudget = true;
            dropChunks();
            return Optional.empty();
        }
        taken += length;
        byte[] all = Arrays.copyOf(own, (int) length);
        int at = Limits.OWN_BYTES;
        for (byte[] chunk : chunks) {
            int count = Math.min(CHUNK_BYTES, (int) length - at);
            System.arraycopy(chunk, 0, all, at, count);
            at += count;
        }
        chunks.clear();
        budget.give(taken - length);
        taken = length;
        return Optional.of(all);
    }

    private void dropChunks() {
        chunks.clear();
        budget.give(taken);
        taken = 0;
    }

    /** Makes ready for the next object; the budget gets its bytes back. */
    void clear() {
        dropChunks();
        length = 0;
        isOutOfBudget = false;
    }
}
