package org.doseagent.aggregate.control;

import java.nio.ByteBuffer;
import org.doseagent.dose.identity.KeyedHash;

/**
 * Numbers that look random and are always the same for one seed: HMAC-SHA-256 of a counter under the seed, each hash giving four numbers
 * of 53 bits. The seed is a keyed hash of what is released, so that preview and release have the same noise, and repeated requests give nothing
 * to average. Used by one thread.
 */
final class Noise {

    private static final double UNIT = 0x1.0p-53;
    private static final int LONGS = 4;

    private final KeyedHash blocks;
    private long counter;
    private ByteBuffer block = ByteBuffer.allocate(0);

    Noise(byte[] seed) {
        this.blocks = new KeyedHash(seed);
    }

    /** Returns a number from 0, inclusive, to 1, exclusive. */
    double next() {
        if (block.remaining() < Long.BYTES) {
            block = ByteBuffer.wrap(blocks.ofTexts("block", Long.toString(counter++)), 0, LONGS * Long.BYTES);
        }
        return (block.getLong() >>> 11) * UNIT;
    }
}
