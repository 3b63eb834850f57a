package org.doseagent.aggregate.control;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import org.doseagent.dose.identity.Sha256;

/** The root over a cell's exams: SHA-256 as in RFC 6962, 2.1, over the sorted leaves; a node without a sibling moves up unchanged. */
public final class MerkleTree {

    private MerkleTree() {}

    /** Returns the root in hexadecimal; the order of the leaves does not matter. */
    public static String root(Collection<String> leaves) {
        HexFormat hex = HexFormat.of();
        List<byte[]> level = new ArrayList<>(leaves.stream()
                .sorted()
                .map(leaf -> digest((byte) 0, hex.parseHex(leaf), new byte[0]))
                .toList());
        if (level.isEmpty()) {
            level.add(digest((byte) 0, new byte[0], new byte[0]));
        }
        while (level.size() > 1) {
            List<byte[]> above = new ArrayList<>();
            for (int i = 0; i + 1 < level.size(); i += 2) {
                above.add(digest((byte) 1, level.get(i), level.get(i + 1)));
            }
            if (level.size() % 2 == 1) {
                above.add(level.get(level.size() - 1));
            }
            level = above;
        }
        return hex.formatHex(level.get(0));
    }

    private static byte[] digest(byte domain, byte[] left, byte[] right) {
        return Sha256.bytes(new byte[] {domain}, left, right);
    }
}
