package org.doseagent.store.exams;

import org.doseagent.store.sql.OnPostgres;

/** The behaviour of {@link StudyColumnsTest} on PostgreSQL. */
@OnPostgres
final class StudyColumnsOnPostgresTest extends StudyColumnsTest {}
