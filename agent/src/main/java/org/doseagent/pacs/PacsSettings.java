package org.doseagent.pacs;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.net.calling.ArchiveClient;
import org.doseagent.net.calling.Requestor;

/** The PACS of the site, and how their history is fetched. {@code config/agent.yaml} explains each key. */
public record PacsSettings(
        List<Archive> archives, Pace pace, ArchiveClient.Limits limits, Retries retries, Deadlines deadlines) {

    public PacsSettings {
        archives = List.copyOf(archives);
    }

    /** How objects are fetched. */
    public enum Retrieve {
        /** C-GET: the objects come on our own association. */
        GET,
        /** C-MOVE: the PACS sends them to the running daemon, which it knows by an AE title. */
        MOVE
    }

    /** The level at which the PACS is asked for dose reports. */
    public enum Level {
        /** Reports are chosen by SOP class and template. */
        IMAGE,
        /** For a PACS that does not answer at IMAGE level: every series of modality SR is fetched as a whole. */
        SERIES
    }

    /** Whether the PACS matches on Modalities in Study (0008,0061). */
    public enum ModalityKey {
        /** It is found out, by comparing an answer with the key to one without it. */
        AUTO,
        YES,
        NO
    }

    /** Under which title we call, and to which title the PACS moves objects. */
    public record OwnTitles(AeTitle callAs, AeTitle moveTo) {}

    /**
     * One PACS.
     *
     * @param fetchesUndecided whether to fetch Enhanced and Comprehensive SR of which the PACS does not tell the template
     */
    public record Archive(
            Requestor.Remote remote,
            OwnTitles own,
            Retrieve retrieve,
            Level level,
            ModalityKey modalityKey,
            boolean fetchesUndecided) {}

    /**
     * How fast and when.
     *
     * @param hours hours of the day in which studies are fetched; empty: all
     * @param studiesPerMinute studies that are looked into in a minute, at most
     */
    public record Pace(Optional<Hours> hours, int studiesPerMinute) {}

    /**
     * How often something is tried.
     *
     * @param connections attempts to connect again, after an association was lost
     * @param failures failed studies in a row after which the run ends
     * @param queriesPerDay queries into which one day is split
     */
    public record Retries(int connections, int failures, int queriesPerDay) {}

    /**
     * How long things may take.
     *
     * @param response longest time of one message of the PACS
     * @param retryPause time before the next attempt to connect
     * @param askAgainAfter age of an answer after which the PACS is asked again about a day or a study
     */
    public record Deadlines(Duration response, Duration retryPause, Duration askAgainAfter) {}

    /** Returns how a PACS is called. */
    public Requestor.Settings calling(Archive archive) {
        return new Requestor.Settings(archive.own().callAs(), archive.remote(), deadlines.response());
    }
}
