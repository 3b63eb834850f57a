package org.doseagent.store.inbox;

import java.util.Optional;

/** The state that processing gave to an object of the inbox; {@code reason} for those that are not processed. */
public record InboxMark(long id, InboxEntry.State state, Optional<String> reason) {}
