package org.doseagent.store.exams;

import org.doseagent.store.sql.OnPostgres;

/** The behaviour of {@link QaDecisionsTest} on PostgreSQL. */
@OnPostgres
final class QaDecisionsOnPostgresTest extends QaDecisionsTest {}
