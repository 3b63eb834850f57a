package org.doseagent.store.repository;

import org.doseagent.aggregate.benchmark.Figure;

/** A figure, and the edition that published its values first. */
public record PublishedFigure(Figure figure, long run) {}
