package org.doseagent.drl.yaml;

/** The place of a key in a file, such as {@code rows[3].value}, for messages. */
public record Place(String text) {

    /** The file itself. */
    public static final Place FILE = new Place("");

    public static Place of(String key) {
        return new Place(key);
    }

    /** Returns the place of an element of a list, counted from 0; places count from 1. */
    public static Place element(String list, int index) {
        return new Place(list + "[" + (index + 1) + "]");
    }

    /** Returns the place of a key below this one. */
    public Place key(String name) {
        return new Place(text.isEmpty() ? name : text + "." + name);
    }
}
