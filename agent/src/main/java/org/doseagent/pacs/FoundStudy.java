package org.doseagent.pacs;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.doseagent.dose.identity.StudyInstanceUid;

/**
 * A study that the PACS lists.
 *
 * @param accessionNumber empty where the PACS has none
 * @param time as the PACS writes it, empty where it has none
 * @param modalities of the study; empty where the PACS does not return them
 */
public record FoundStudy(
        StudyInstanceUid uid, String accessionNumber, LocalDate day, String time, List<String> modalities) {

    /** Modalities whose dose reports are those of projection X-ray, mammography and fluoroscopy (PS3.3 C.7.3.1.1.1). */
    private static final Set<String> PROJECTION = Set.of("XA", "RF", "MG", "CR", "DX", "PX", "IO");

    static final String CT = "CT";
    static final String SR = "SR";

    public FoundStudy {
        modalities = List.copyOf(modalities);
    }

    /** Returns whether the study may have the dose report of a CT, by its modalities. Where they are not known, it may. */
    boolean mayHaveDoseReport() {
        return modalities.isEmpty() || (modalities.contains(SR) && !isProjection(modalities));
    }

    /** Returns whether these modalities are those of a study whose dose reports are not of CT. */
    static boolean isProjection(Collection<String> modalities) {
        return modalities.stream().anyMatch(PROJECTION::contains) && !modalities.contains(CT);
    }
}
