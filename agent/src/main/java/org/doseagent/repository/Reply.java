package org.doseagent.repository;

/** The answer to a request: a status of HTTP, and the text of the problem document where it is a refusal. */
public record Reply(int status, String detail) {

    static final Reply TAKEN = new Reply(201, "");
    static final Reply TAKEN_BEFORE = new Reply(200, "");

    public boolean isTaken() {
        return status / 100 == 2;
    }
}
