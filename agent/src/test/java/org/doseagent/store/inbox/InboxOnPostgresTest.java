package org.doseagent.store.inbox;

import org.doseagent.store.sql.OnPostgres;

/** The behaviour of {@link InboxTest} on PostgreSQL. */
@OnPostgres
final class InboxOnPostgresTest extends InboxTest {}
