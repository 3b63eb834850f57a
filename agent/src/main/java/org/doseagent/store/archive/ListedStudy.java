package org.doseagent.store.archive;

import java.time.LocalDate;
import org.doseagent.dose.identity.StudyInstanceUid;

/** A study that a PACS lists, and its day. */
public record ListedStudy(StudyInstanceUid study, LocalDate day) {}
