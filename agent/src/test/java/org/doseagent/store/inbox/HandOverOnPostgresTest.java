package org.doseagent.store.inbox;

import org.doseagent.store.OnPostgres;

/** The behaviour of {@link HandOverTest} on PostgreSQL. */
@OnPostgres
final class HandOverOnPostgresTest extends HandOverTest {}
