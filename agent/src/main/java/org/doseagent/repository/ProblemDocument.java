package org.doseagent.repository;

import org.doseagent.aggregate.cells.Canonical;

/** Writes the problem document of a refusal (RFC 9457); the staff of the hospital read its text. */
final class ProblemDocument {

    private ProblemDocument() {}

    static byte[] of(Reply reply) {
        return Canonical.bytes(Canonical.object()
                .put("title", "not taken")
                .put("status", reply.status())
                .put("detail", reply.detail()));
    }
}
