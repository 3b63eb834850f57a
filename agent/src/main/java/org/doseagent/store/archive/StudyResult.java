package org.doseagent.store.archive;

import java.util.Optional;
import org.doseagent.dose.identity.StudyInstanceUid;

/**
 * What came of a listed study.
 *
 * @param reports dose reports of the study in the PACS
 * @param undecided reports of which the PACS does not tell whether they are dose reports
 * @param failure why the study has to be tried again; empty where all its dose reports are stored
 */
public record StudyResult(StudyInstanceUid study, int reports, int undecided, Optional<String> failure) {}
