package org.doseagent.cli.output;

import java.util.List;

/**
 * A part of a table for people, with a heading and notes above its rows.
 *
 * @param heading what the rows have in common
 * @param notes what a reader of the rows must know, each one sentence
 */
public record Section<T>(String heading, List<String> notes, List<T> rows) {
    public Section {
        notes = List.copyOf(notes);
        rows = List.copyOf(rows);
    }
}
