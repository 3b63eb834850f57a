package org.doseagent.pacs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.SopClass;
import org.doseagent.dicom.Tag;
import org.doseagent.net.pdu.Command;
import org.doseagent.net.pdu.PduException;

/** What a {@link FakeArchive} that behaves well holds: studies of one day with one report each. */
final class Holding implements FakeArchive.Script {

    /** A study with one report. */
    record Study(String uid, String time, List<String> modalities, String sopClassUid, String template) {

        static Study ct(int number) {
            return new Study(
                    "1.2." + number, time(number), List.of("CT", "SR"), SopClass.XRAY_RADIATION_DOSE_SR, "10011");
        }

        Study ofClass(String uidOfClass) {
            return new Study(uid, time, modalities, uidOfClass, template);
        }

        Study ofTemplate(String id) {
            return new Study(uid, time, modalities, sopClassUid, id);
        }

        Study with(String... all) {
            return new Study(uid, time, List.of(all), sopClassUid, template);
        }

        String report() {
            return uid + ".9";
        }

        /** One study an hour, so that a day of many can be split. */
        private static String time(int number) {
            return String.format(java.util.Locale.ROOT, "%02d0000", number % 24);
        }
    }

    final List<Study> studies = new ArrayList<>();
    boolean returnsModalities = true;
    boolean matchesModality = true;
    boolean matchesTime = true;
    boolean returnsClass = true;
    Consumer<String> moved = uid -> {};

    Holding(Study... all) {
        studies.addAll(List.of(all));
    }

    static Holding of(int count) {
        Holding holding = new Holding();
        for (int number = 1; number <= count; number++) {
            holding.studies.add(Study.ct(number));
        }
        return holding;
    }

    @Override
    public void answer(FakeArchive.Request request, FakeArchive.Line line) throws IOException, PduException {
        if (request.field() == Command.C_FIND_RQ) {
            find(request, line);
        } else if (request.field() == Command.C_GET_RQ) {
            for (Study study : ofStudy(request)) {
                boolean isKept = line.store(study.sopClassUid(), study.report()) == 0;
                line.respondFailed(isKept ? 0 : 0xB000, isKept ? 0 : 1);
            }
        } else if (request.field() == Command.C_MOVE_RQ) {
            ofStudy(request).forEach(study -> moved.accept(study.report()));
            line.respond(0);
        }
    }

    List<Study> ofStudy(FakeArchive.Request request) {
        return studies.stream()
                .filter(study -> study.uid().equals(request.key(Tag.STUDY_INSTANCE_UID)))
                .toList();
    }

    void find(FakeArchive.Request request, FakeArchive.Line line) throws IOException {
        switch (request.key(Tag.QUERY_RETRIEVE_LEVEL)) {
            case "STUDY" -> {
                for (Study study : studies) {
                    if (matches(study, request)) {
                        line.match(study(study));
                    }
                }
            }
            case "SERIES" -> {
                for (Study study : ofStudy(request)) {
                    for (String modality : study.modalities()) {
                        line.match(DataSet.builder()
                                .text(Tag.STUDY_INSTANCE_UID, study.uid())
                                .text(
                                        Tag.SERIES_INSTANCE_UID,
                                        study.uid() + (modality.equals("SR") ? ".8" : ".7." + modality.hashCode()))
                                .text(Tag.MODALITY, modality)
                                .build());
                    }
                }
            }
            default -> {
                for (Study study : ofStudy(request)) {
                    line.match(report(study));
                }
            }
        }
        line.respond(0);
    }

    private boolean matches(Study study, FakeArchive.Request request) {
        String modality = request.key(Tag.MODALITIES_IN_STUDY);
        String times = request.key(Tag.STUDY_TIME);
        boolean hasModality =
                modality.isEmpty() || !matchesModality || study.modalities().contains(modality);
        boolean isInTime = times.isEmpty()
                || !matchesTime
                || (study.time().compareTo(times.substring(0, 6)) >= 0
                        && study.time().compareTo(times.substring(7)) <= 0);
        return hasModality && isInTime;
    }

    DataSet study(Study study) {
        DataSet.Builder match = DataSet.builder()
                .text(Tag.STUDY_DATE, "20260302")
                .text(Tag.STUDY_TIME, study.time())
                .text(Tag.ACCESSION_NUMBER, "A1")
                .text(Tag.STUDY_INSTANCE_UID, study.uid());
        if (returnsModalities) {
            match.text(Tag.MODALITIES_IN_STUDY, study.modalities().toArray(String[]::new));
        }
        return match.build();
    }

    private DataSet report(Study study) {
        DataSet.Builder match = DataSet.builder()
                .text(Tag.STUDY_INSTANCE_UID, study.uid())
                .text(Tag.SERIES_INSTANCE_UID, study.uid() + ".8")
                .text(Tag.SOP_INSTANCE_UID, study.report());
        if (returnsClass) {
            match.text(Tag.SOP_CLASS_UID, study.sopClassUid());
            if (!study.template().isEmpty()) {
                match.items(
                        Tag.CONTENT_TEMPLATE_SEQUENCE,
                        DataSet.builder()
                                .text(Tag.TEMPLATE_IDENTIFIER, study.template())
                                .build());
            }
        }
        return match.build();
    }
}
