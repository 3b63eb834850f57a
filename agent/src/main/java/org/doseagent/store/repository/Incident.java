package org.doseagent.store.repository;

import java.time.Instant;

/**
 * Something that an operator of a repository must look at, such as a forked history.
 *
 * @param facility number of the facility; 0 for none
 */
public record Incident(Instant at, long facility, String kind, String detail) {}
