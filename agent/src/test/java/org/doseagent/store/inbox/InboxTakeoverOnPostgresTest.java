package org.doseagent.store.inbox;

import org.doseagent.store.sql.OnPostgres;

/** The behaviour of {@link InboxTakeoverTest} on PostgreSQL. */
@OnPostgres
final class InboxTakeoverOnPostgresTest extends InboxTakeoverTest {}
