package org.doseagent.store.exams;

import org.doseagent.store.OnPostgres;

/** The behaviour of {@link QaDecisionsTest} on PostgreSQL. */
@OnPostgres
final class QaDecisionsOnPostgresTest extends QaDecisionsTest {}
