package org.doseagent.forward;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The header Retry-After in both its forms (RFC 9110, 10.2.3). */
final class RetryAfter {

    /** The maximum wait, so that a repository cannot stop the outbox for a year. */
    static final Duration LONGEST = Duration.ofDays(1);

    private RetryAfter() {}

    /**
     * Returns the wait; empty when the header is absent or unreadable. A date is compared with the clock of the server if the answer has a
     * Date header.
     */
    static Optional<Duration> of(HttpHeaders headers, Instant now) {
        Optional<String> value = headers.firstValue("Retry-After").map(String::strip);
        if (value.isPresent() && value.get().matches("\\d{1,9}")) {
            return value.map(seconds -> limited(Duration.ofSeconds(Long.parseLong(seconds))));
        }
        Instant from = headers.firstValue("Date").flatMap(RetryAfter::date).orElse(now);
        return value.flatMap(RetryAfter::date).map(date -> limited(Duration.between(from, date)));
    }

    /** Returns the time of an HTTP date; empty for any other text. */
    static Optional<Instant> date(String text) {
        try {
            return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Duration limited(Duration wait) {
        return wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
