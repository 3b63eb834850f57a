package org.doseagent.store.ledger;

import org.doseagent.store.sql.OnPostgres;

/** The behaviour of {@link PersonsTest} on PostgreSQL. */
@OnPostgres
final class PersonsOnPostgresTest extends PersonsTest {}
