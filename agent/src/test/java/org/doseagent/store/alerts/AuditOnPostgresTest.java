package org.doseagent.store.alerts;

import org.doseagent.store.sql.OnPostgres;

/** The behaviour of {@link AuditTest} on PostgreSQL. */
@OnPostgres
final class AuditOnPostgresTest extends AuditTest {}
