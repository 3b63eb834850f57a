package org.doseagent.store.inbox;

import org.doseagent.store.sql.OnPostgres;

/** The behaviour of {@link InboxFaultTest} on PostgreSQL. */
@OnPostgres
final class InboxFaultOnPostgresTest extends InboxFaultTest {}
