package org.doseagent.cli.pacs;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.doseagent.pacs.Monitor;

/** Prints the progress of a run with its expected end: one line that is written again and again on a terminal, nothing elsewhere. */
final class ProgressLine implements Monitor {

    private static final int WIDTH = 30;
    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final DateTimeFormatter END =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final PrintWriter out;
    private final boolean isTerminal;
    private final Clock clock;
    private Instant begun = Instant.MAX;
    private Instant printed = Instant.MIN;
    private long waitedSeconds;

    ProgressLine(PrintWriter out, boolean isTerminal, Clock clock) {
        this.out = out;
        this.isTerminal = isTerminal;
        this.clock = clock;
    }

    @Override
    public void listed(long days, long ofDays) {
        print("days listed", days, ofDays);
        if (days == ofDays) {
            begun = Instant.MAX;
        }
    }

    @Override
    public void looked(long studies, long ofStudies) {
        print("studies", studies, ofStudies);
    }

    @Override
    public void waiting(Instant until) {
        waitedSeconds += Math.max(0, Duration.between(clock.instant(), until).toSeconds());
        out.println((isTerminal ? "\r" : "") + "waits until " + END.format(until) + " (backfill.hours)");
        out.flush();
    }

    private void print(String what, long done, long total) {
        Instant now = clock.instant();
        if (begun.equals(Instant.MAX)) {
            begun = now;
            waitedSeconds = 0;
        }
        boolean isLast = done == total;
        if (isTerminal && (isLast || printed.plus(INTERVAL).isBefore(now))) {
            printed = now;
            out.print("\r" + line(what, done, total, now) + (isLast ? "\n" : ""));
            out.flush();
        }
    }

    /** The time that was waited for the hours of the site does not count for the rate. */
    private String line(String what, long done, long total, Instant now) {
        int filled = (int) (done * WIDTH / Math.max(1, total));
        long seconds = Math.max(0, Duration.between(begun, now).toSeconds() - waitedSeconds);
        String end = done == 0 || done == total
                ? ""
                : ", ends about " + END.format(now.plusSeconds(seconds * (total - done) / done));
        return "[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] " + done + " of " + total + " " + what + end;
    }
}
