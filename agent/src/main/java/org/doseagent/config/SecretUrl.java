package org.doseagent.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hides what may be secret in a URL: user and password, the query, the fragment, and parts of the path that look like tokens. */
final class SecretUrl {

    private static final String MASK = "(masked)";

    private static final Pattern URL =
            Pattern.compile("([A-Za-z][A-Za-z0-9+.:-]*://)([^/?#\\s]*@)?([^/?#\\s]*)([^?#\\s]*)([?#]\\S*)?");

    /** A webhook has its token in the path: ten characters or more with a digit or a capital letter. */
    private static final Pattern TOKEN = Pattern.compile("(?=[^/]*[0-9A-Z])[^/]{10,}");

    private SecretUrl() {}

    /** Returns a text with the secret parts of each URL masked; another text as it is. */
    static String masked(String text) {
        if (!text.contains("://")) {
            return text;
        }
        Matcher url = URL.matcher(text);
        return url.replaceAll(found -> Matcher.quoteReplacement(masked(url)));
    }

    private static String masked(Matcher url) {
        String rest = url.group(5);
        return url.group(1)
                + (url.group(2) == null ? "" : MASK + "@")
                + url.group(3)
                + TOKEN.matcher(url.group(4)).replaceAll(Matcher.quoteReplacement(MASK))
                + (rest == null ? "" : rest.charAt(0) + MASK);
    }
}
