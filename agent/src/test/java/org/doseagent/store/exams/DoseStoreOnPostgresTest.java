package org.doseagent.store.exams;

import org.doseagent.store.OnPostgres;

/** The behaviour of {@link DoseStoreTest} on PostgreSQL. */
@OnPostgres
final class DoseStoreOnPostgresTest extends DoseStoreTest {}
