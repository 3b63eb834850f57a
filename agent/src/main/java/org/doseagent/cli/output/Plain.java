package org.doseagent.cli.output;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/**
 * Replaces characters by which a text could change the display of other text on a terminal: control characters of both ranges, marks of
 * the writing direction, and separators of lines and paragraphs. Each becomes a blank. The text of a report may contain any of them.
 */
public final class Plain extends FilterWriter {

    Plain(Writer out) {
        super(out);
    }

    /** Returns a text that stays on one line of a terminal. */
    public static String line(String text) {
        StringBuilder line = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            line.append(isDangerous(c) || c == '\n' || c == '\t' ? ' ' : c);
        }
        return line.toString();
    }

    /** Line feed and tabulator stay, because programs print them, and cells contain neither. */
    private static boolean isDangerous(char c) {
        boolean isControl = (c < ' ' && c != '\n' && c != '\t') || (c >= '\u007f' && c <= '\u009f');
        boolean isDirection = c == '\u061c'
                || c == '\u200e'
                || c == '\u200f'
                || (c >= '\u202a' && c <= '\u202e')
                || (c >= '\u2066' && c <= '\u2069');
        return isControl || isDirection || c == '\u2028' || c == '\u2029';
    }

    @Override
    public void write(int c) throws IOException {
        if (c != '\r') {
            out.write(isDangerous((char) c) ? ' ' : c);
        }
    }

    @Override
    public void write(char[] chars, int from, int length) throws IOException {
        write(new String(chars, from, length), 0, length);
    }

    @Override
    public void write(String text, int from, int length) throws IOException {
        StringBuilder safe = new StringBuilder(length);
        for (int i = from; i < from + length; i++) {
            char c = text.charAt(i);
            if (c != '\r') { // a lone carriage return would let the next text overwrite this one
                safe.append(isDangerous(c) ? ' ' : c);
            }
        }
        out.write(safe.toString());
    }
}
