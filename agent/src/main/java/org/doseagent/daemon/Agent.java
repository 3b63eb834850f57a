package org.doseagent.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.doseagent.config.ConfigException;
import org.doseagent.config.Settings;
import org.doseagent.dicom.DicomLimits;
import org.doseagent.drl.Assessor;
import org.doseagent.drl.DrlException;
import org.doseagent.drl.DrlSet;
import org.doseagent.drl.Mapping;
import org.doseagent.intake.Intake;
import org.doseagent.intake.PatientKeys;
import org.doseagent.intake.Worker;
import org.doseagent.store.DataDirectory;
import org.doseagent.store.DoseStore;
import org.doseagent.store.Inbox;

/** The objects of the agent, built from its settings: what the command line and the daemon share. Close it. */
public final class Agent implements AutoCloseable {

    private final Settings settings;
    private final DataDirectory directory;
    private final Inbox inbox;
    private final DoseStore doses;
    private final Intake intake;
    private final Worker worker;
    private final List<DrlSet> sets;
    private final Mapping mapping;
    private final Semaphore work = new Semaphore(0);

    private Agent(Settings settings, List<DrlSet> sets, Mapping mapping) {
        this.settings = settings;
        this.sets = sets;
        this.mapping = mapping;
        Clock clock = Clock.systemUTC();
        directory = new DataDirectory(settings.dataDir());
        inbox = new Inbox(
                directory.folder(),
                settings.siteId(),
                new Inbox.Limits(
                        settings.store().maxWaitingObjects(), settings.store().minFreeDisk()),
                new AgentThreads("inbox", true));
        doses = new DoseStore(directory.folder(), settings.siteId(), clock);
        intake = new Intake(inbox, clock, work::release);
        Assessor assessor = new Assessor(mapping, sets, settings.drl().farAboveMultiple());
        int most = settings.dicom().maxObjectBytes();
        DicomLimits usual = DicomLimits.DEFAULT;
        worker = new Worker(
                inbox,
                doses,
                new PatientKeys(directory.secret(new SecureRandom())),
                assessor::assess,
                new DicomLimits(
                        most,
                        usual.maxInflatedBytes(),
                        usual.maxInflateRatio(),
                        most,
                        usual.maxDepth(),
                        usual.maxItems(),
                        usual.maxElements()));
    }

    /**
     * Opens the stores and reads levels and rules.
     *
     * @throws ConfigException if a file of levels or rules cannot be used
     */
    public static Agent open(Settings settings) throws ConfigException {
        List<String> problems = new ArrayList<>();
        List<DrlSet> sets = new ArrayList<>();
        for (Path file : settings.drl().sets()) {
            try {
                sets.add(DrlSet.parse(Files.readString(file), file.getFileName().toString()));
            } catch (DrlException | IOException e) {
                problems.add(file.getFileName() + ": " + e.getMessage());
            }
        }
        try {
            Path file = settings.drl().mapping();
            Mapping mapping =
                    Mapping.parse(Files.readString(file), file.getFileName().toString());
            if (problems.isEmpty()) {
                return new Agent(settings, sets, mapping);
            }
        } catch (DrlException | IOException e) {
            problems.add("mapping: " + e.getMessage());
        }
        throw new ConfigException(problems);
    }

    public Settings settings() {
        return settings;
    }

    public DataDirectory directory() {
        return directory;
    }

    public Inbox inbox() {
        return inbox;
    }

    public DoseStore doses() {
        return doses;
    }

    public Intake intake() {
        return intake;
    }

    public Worker worker() {
        return worker;
    }

    public List<DrlSet> sets() {
        return sets;
    }

    public Mapping mapping() {
        return mapping;
    }

    /** Waits until another process, the daemon, has processed everything in the inbox. */
    public void awaitProcessed() throws InterruptedException {
        while (inbox.waiting() > 0) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** Has one permit for each object put since; the worker waits on it. */
    Semaphore work() {
        return work;
    }

    @Override
    public void close() {
        inbox.close();
        doses.close();
    }
}
