package org.doseagent.store.inbox;

import org.doseagent.store.OnPostgres;

/** The behaviour of {@link SuspectsTest} on PostgreSQL. */
@OnPostgres
final class SuspectsOnPostgresTest extends SuspectsTest {}
