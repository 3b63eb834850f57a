package org.doseagent.drl.mapping;

import java.util.Optional;

/**
 * How scans of a category look.
 *
 * @param minLengthMm an adult's diagnostic scans of the category are together at least this long
 * @param maxLengthMm no scan of the category is longer than this
 * @param minPhases an exam has at least so many diagnostic scans of the category
 * @param mayBeStationary runs at one place of the table belong to it: perfusion, interventions
 * @param mayBeGated scans with the low pitch of a scan gated by the heart belong to it
 */
public record Geometry(
        Optional<Integer> minLengthMm,
        Optional<Integer> maxLengthMm,
        Optional<Integer> minPhases,
        boolean mayBeStationary,
        boolean mayBeGated) {}
