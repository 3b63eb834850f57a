package org.doseagent.cli.output;

/** A number and its noun, such as "1 exam" and "2 exams". */
public final class Count {

    private Count() {}

    /** Returns the number with the noun in the singular or plural; the plural has an "s", or "es" after a sibilant. */
    public static String of(long number, String noun) {
        return number + " " + (number == 1 ? noun : noun.endsWith("s") || noun.endsWith("x") ? noun + "es" : noun + "s");
    }

    /** Returns the number with its noun, for a noun with another plural. */
    public static String of(long number, String one, String several) {
        return number + " " + (number == 1 ? one : several);
    }

    /** Returns the verb that fits the number. */
    public static String verb(long number, String singular, String plural) {
        return number == 1 ? singular : plural;
    }
}
