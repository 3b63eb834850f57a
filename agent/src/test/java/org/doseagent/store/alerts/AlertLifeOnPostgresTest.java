package org.doseagent.store.alerts;

import org.doseagent.store.sql.OnPostgres;

/** The behaviour of {@link AlertLifeTest} on PostgreSQL. */
@OnPostgres
final class AlertLifeOnPostgresTest extends AlertLifeTest {}
