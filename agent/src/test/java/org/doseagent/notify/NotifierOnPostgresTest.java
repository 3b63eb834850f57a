package org.doseagent.notify;

import org.doseagent.store.sql.OnPostgres;

/** The behaviour of {@link NotifierTest} on PostgreSQL. */
@OnPostgres
final class NotifierOnPostgresTest extends NotifierTest {}
