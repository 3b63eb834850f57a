package org.doseagent.store.inbox;

import org.doseagent.store.sql.OnPostgres;

/** The behaviour of {@link SuspectsTest} on PostgreSQL. */
@OnPostgres
final class SuspectsOnPostgresTest extends SuspectsTest {}
