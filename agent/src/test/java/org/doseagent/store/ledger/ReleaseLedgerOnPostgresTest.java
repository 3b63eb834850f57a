package org.doseagent.store.ledger;

import org.doseagent.store.sql.OnPostgres;

/** The behaviour of {@link ReleaseLedgerTest} on PostgreSQL. */
@OnPostgres
final class ReleaseLedgerOnPostgresTest extends ReleaseLedgerTest {}
