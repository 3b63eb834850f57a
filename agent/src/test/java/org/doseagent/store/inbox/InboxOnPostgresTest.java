package org.doseagent.store.inbox;

import org.doseagent.store.OnPostgres;

/** The behaviour of {@link InboxTest} on PostgreSQL. */
@OnPostgres
final class InboxOnPostgresTest extends InboxTest {}
