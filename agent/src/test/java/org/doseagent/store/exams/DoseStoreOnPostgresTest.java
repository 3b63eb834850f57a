package org.doseagent.store.exams;

import org.doseagent.store.sql.OnPostgres;

/** The behaviour of {@link DoseStoreTest} on PostgreSQL. */
@OnPostgres
final class DoseStoreOnPostgresTest extends DoseStoreTest {}
