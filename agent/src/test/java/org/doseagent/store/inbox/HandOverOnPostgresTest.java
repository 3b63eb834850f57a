package org.doseagent.store.inbox;

import org.doseagent.store.sql.OnPostgres;

/** The behaviour of {@link HandOverTest} on PostgreSQL. */
@OnPostgres
final class HandOverOnPostgresTest extends HandOverTest {}
