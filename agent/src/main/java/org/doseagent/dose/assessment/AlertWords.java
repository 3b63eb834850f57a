package org.doseagent.dose.assessment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The text of an alert, with marks at the pieces that a message does not have to contain. Whoever writes the text sets the marks, so that no reader
 * has to look for names and times in it. Begin with {@link #of(String)}.
 *
 * @param text the whole text, as the command line prints it
 * @param marks in the order of the text, without overlap; empty for an alert of an earlier release, which set no marks
 */
public record AlertWords(String text, Optional<List<Mark>> marks) {

    /** The kinds of marked pieces. */
    public enum Piece {
        SCANNER("the scanner"),
        /** The time of one exam, to the second: with the schedule, it identifies the patient. */
        TIME_OF_EXAM("(time: see alerts show)");

        private final String substitute;

        Piece(String substitute) {
            this.substitute = substitute;
        }
    }

    /**
     * A marked piece of a text.
     *
     * @param start position of its first character
     * @param end position behind its last character
     */
    public record Mark(Piece piece, int start, int end) {}

    public AlertWords {
        marks = marks.map(AlertWords::sorted);
        int end = 0;
        for (Mark mark : marks.orElse(List.of())) {
            if (mark.start < end || mark.end < mark.start || mark.end > text.length()) {
                throw new IllegalArgumentException("a mark of an alert is outside its text, or overlaps another: " + mark);
            }
            end = mark.end;
        }
    }

    private static List<Mark> sorted(List<Mark> marks) {
        return marks.stream().sorted(Comparator.comparingInt(Mark::start)).toList();
    }

    /** Returns a text without marks. */
    public static AlertWords of(String text) {
        return new AlertWords(text, Optional.of(List.of()));
    }

    /** Returns a text of which nobody knows what it contains. */
    public static AlertWords ofEarlierRelease(String text) {
        return new AlertWords(text, Optional.empty());
    }

    /** Returns this text followed by another, which contains neither names of scanners nor times of exams. */
    public AlertWords then(String more) {
        return new AlertWords(text + more, marks);
    }

    /** Returns this text followed by the name of a scanner. */
    public AlertWords scanner(String name) {
        return then(Piece.SCANNER, name);
    }

    /** Returns this text followed by the time of an exam. */
    public AlertWords timeOfExam(Object time) {
        return then(Piece.TIME_OF_EXAM, time.toString());
    }

    private AlertWords then(Piece piece, String marked) {
        List<Mark> more = new ArrayList<>(marks.orElse(List.of()));
        more.add(new Mark(piece, text.length(), text.length() + marked.length()));
        return new AlertWords(text + marked, Optional.of(more));
    }

    /** Returns the text with a substitute for each piece of these kinds; empty for an alert of an earlier release. */
    public Optional<String> without(Set<Piece> pieces) {
        return marks.map(all -> {
            StringBuilder shown = new StringBuilder();
            int from = 0;
            for (Mark mark : all) {
                if (pieces.contains(mark.piece)) {
                    shown.append(text, from, mark.start).append(mark.piece.substitute);
                    from = mark.end;
                }
            }
            return shown.append(text, from, text.length()).toString();
        });
    }
}
