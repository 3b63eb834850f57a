package org.doseagent.testdata;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.Part10File;
import org.doseagent.dicom.Tag;
import org.doseagent.dicom.Vr;

/** Writes a {@link Report} as TID 10011; shares no code with the extractor that reads it. */
final class ReportWriter {

    private final Report report;

    private ReportWriter(Report report) {
        this.report = report;
    }

    static byte[] file(Report report) {
        DataSet dataSet = new ReportWriter(report).dataSet();
        return Part10File.write(dataSet, report.syntax);
    }

    private DataSet dataSet() {
        DataSet.Builder root = DataSet.builder()
                .text(Tag.SPECIFIC_CHARACTER_SET, report.characterSet)
                .text(Tag.SOP_CLASS_UID, report.sopClassUid)
                .text(Tag.SOP_INSTANCE_UID, report.sopInstanceUid)
                .text(Tag.STUDY_DATE, report.date)
                .text(Tag.STUDY_TIME, report.time)
                .text(Tag.CONTENT_DATE, report.date)
                .text(Tag.CONTENT_TIME, report.contentTime)
                .text(Tag.MODALITY, "SR")
                .text(Tag.MANUFACTURER, report.manufacturer)
                .text(Tag.MANUFACTURER_MODEL_NAME, report.model)
                .text(Tag.DEVICE_SERIAL_NUMBER, report.serial)
                .text(Tag.SOFTWARE_VERSIONS, report.software)
                .text(Tag.PATIENT_NAME, "SYNTHETIC^PATIENT")
                .text(Tag.PATIENT_ID, report.patientId)
                .text(Tag.PATIENT_SEX, report.sex)
                .text(Tag.SERIES_INSTANCE_UID, report.sopInstanceUid + ".1")
                .text(Tag.ACCESSION_NUMBER, report.accession)
                .bytes(Tag.STUDY_DESCRIPTION, Vr.LO, Sr.even(report.encoder.apply(report.studyDescription)))
                .text(Tag.COMPLETION_FLAG, "COMPLETE")
                .text(Tag.VERIFICATION_FLAG, "UNVERIFIED")
                .text(Tag.VALUE_TYPE, "CONTAINER")
                .text(Tag.CONTINUITY_OF_CONTENT, "SEPARATE")
                .items(Tag.CONCEPT_NAME_CODE_SEQUENCE, Sr.dcm("113701", "X-Ray Radiation Dose Report"))
                .items(
                        Tag.CONTENT_TEMPLATE_SEQUENCE,
                        DataSet.builder()
                                .text(Tag.MAPPING_RESOURCE, "DCMR")
                                .text(Tag.TEMPLATE_IDENTIFIER, report.isProjection ? "10001" : "10011")
                                .build())
                .items(Tag.CONTENT_SEQUENCE, report.content.apply(content()));
        optional(root, Tag.STUDY_INSTANCE_UID, report.studyUid);
        optional(root, Tag.PATIENT_AGE, report.age);
        optional(root, Tag.PATIENT_WEIGHT, report.weight);
        if (report.predecessor != null) {
            root.items(Tag.PREDECESSOR_DOCUMENTS_SEQUENCE, predecessor());
        }
        report.header.accept(root);
        return root.build();
    }

    private static void optional(DataSet.Builder root, int tag, String value) {
        if (value != null) {
            root.text(tag, value);
        }
    }

    private DataSet predecessor() {
        DataSet instance = DataSet.builder()
                .text(Tag.REFERENCED_SOP_CLASS_UID, report.sopClassUid)
                .text(Tag.REFERENCED_SOP_INSTANCE_UID, report.predecessor)
                .build();
        DataSet series = DataSet.builder()
                .text(Tag.SERIES_INSTANCE_UID, report.predecessor + ".1")
                .items(Tag.REFERENCED_SOP_SEQUENCE, instance)
                .build();
        return DataSet.builder()
                .text(Tag.STUDY_INSTANCE_UID, report.studyUid)
                .items(Tag.REFERENCED_SERIES_SEQUENCE, series)
                .build();
    }

    private List<DataSet> content() {
        List<DataSet> content = new ArrayList<>();
        DataSet procedure = report.isProjection
                ? Sr.dcm("113704", "Projection X-Ray")
                : code("P5-08000", "77477000", "Computed Tomography X-Ray");
        DataSet intent = report.isQa
                ? Sr.dcm("113680", "Quality Control Intent")
                : code("R-408C3", "261004008", "Diagnostic Intent");
        content.add(Sr.codeItem(
                Sr.dcm("121058", "Procedure reported"),
                procedure,
                Sr.modifier(code("G-C0E8", "363703001", "Has Intent"), intent)));
        content.add(Sr.person(Sr.dcm("121008", "Person Observer Name"), "OBSERVER^SYNTHETIC"));
        content.add(Sr.dateTime(Sr.dcm("113809", "Start of X-Ray Irradiation"), report.date + report.time));
        if (report.isProjection) {
            return content;
        }
        if (report.total != null || report.count != null) {
            content.add(Sr.container(Sr.dcm("113811", "CT Accumulated Dose Data"), accumulated()));
        }
        report.events.forEach(
                event -> content.add(Sr.container(Sr.dcm("113819", "CT Acquisition"), acquisition(event))));
        return content;
    }

    private List<DataSet> accumulated() {
        List<DataSet> items = new ArrayList<>();
        if (report.count != null) {
            items.add(Sr.number(
                    Sr.dcm("113812", "Total Number of Irradiation Events"), report.count.toString(), "{events}"));
        }
        if (report.total != null) {
            items.add(dlp("113813", "CT Dose Length Product Total", report.total));
        }
        for (String[] subTotal : report.subTotals) {
            items.add(Sr.number(
                    Sr.dcm("130745", "CT Dose Length Product Sub-Total"),
                    subTotal[1],
                    "mGy.cm",
                    Sr.modifier(Sr.dcm("113835", "CTDIw Phantom Type"), phantom(Integer.parseInt(subTotal[0])))));
        }
        if (report.hasDeviceParticipant) {
            items.add(deviceParticipant());
        }
        return items;
    }

    private DataSet deviceParticipant() {
        return Sr.codeItem(
                Sr.dcm("113876", "Device Role in Procedure"),
                Sr.dcm("113859", "Irradiating Device"),
                Sr.text(Sr.dcm("113878", "Device Manufacturer"), ascii(report.manufacturer)),
                Sr.text(Sr.dcm("113879", "Device Model Name"), ascii(report.model)),
                Sr.text(Sr.dcm("113880", "Device Serial Number"), ascii(report.serial)));
    }

    private List<DataSet> acquisition(Event event) {
        List<DataSet> items = new ArrayList<>();
        if (event.protocol != null) {
            items.add(Sr.text(Sr.dcm("125203", "Acquisition Protocol"), report.encoder.apply(event.protocol)));
        }
        if (event.region != Event.Region.NONE) {
            items.add(Sr.codeItem(
                    Sr.dcm("123014", "Target Region"), code(event.region.srt, event.region.sct, event.region.meaning)));
        }
        items.add(Sr.codeItem(Sr.dcm("113820", "CT Acquisition Type"), type(event)));
        if (event.uid != null) {
            items.add(Sr.uid(Sr.dcm("113769", "Irradiation Event UID"), event.uid));
        }
        if (event.repeatReason != null) {
            items.add(Sr.codeItem(
                    Sr.dcm("128551", "Is Repeated Acquisition"),
                    code("R-0038D", "373066001", "Yes"),
                    Sr.modifier(
                            Sr.dcm("128552", "Reason for Repeating Acquisition"),
                            Sr.dcm(event.repeatReason, "Reason"))));
        }
        if (event.startedAt != null) {
            items.add(Sr.dateTime(Sr.dcm("111526", "DateTime Started"), event.startedAt));
        }
        items.add(Sr.container(Sr.dcm("113822", "CT Acquisition Parameters"), parameters(event)));
        if (event.ctdiVol != null || event.dlp != null) {
            items.add(Sr.container(Sr.dcm("113829", "CT Dose"), dose(event)));
        }
        if (event.modulation != null) {
            items.add(Sr.text(Sr.dcm("113842", "X-Ray Modulation Type"), ascii(event.modulation)));
        }
        if (event.comment != null) {
            items.add(Sr.text(Sr.dcm("121106", "Comment"), ascii(event.comment)));
        }
        return items;
    }

    private List<DataSet> parameters(Event event) {
        List<DataSet> items = new ArrayList<>();
        number(items, "113824", "Exposure Time", event.exposureTimeS, "s");
        number(items, "113825", "Scanning Length", event.scanLengthMm, "mm");
        number(items, "113897", "Top Z Location of Scanning Length", event.topMm, "mm");
        number(items, "113898", "Bottom Z Location of Scanning Length", event.bottomMm, "mm");
        number(items, "113826", "Nominal Single Collimation Width", "0.6", "mm");
        number(items, "113827", "Nominal Total Collimation Width", "38.4", "mm");
        number(items, "113828", "Pitch Factor", event.pitch, "{ratio}");
        number(items, "113823", "Number of X-Ray Sources", "" + event.sources.size(), "{X-Ray sources}");
        for (String[] source : event.sources) {
            List<DataSet> inner = new ArrayList<>();
            inner.add(Sr.text(Sr.dcm("113832", "Identification of the X-Ray Source"), ascii(source[0])));
            number(inner, "113733", "KVP", source[1], "kV");
            number(inner, "113833", "Maximum X-Ray Tube Current", source[3], "mA");
            number(inner, "113734", "X-Ray Tube Current", source[2], "mA");
            number(inner, "113834", "Exposure Time per Rotation", source[4], "s");
            items.add(Sr.container(Sr.dcm("113831", "CT X-Ray Source Parameters"), inner));
        }
        return items;
    }

    private List<DataSet> dose(Event event) {
        List<DataSet> items = new ArrayList<>();
        if (event.ctdiVol != null) {
            items.add(Sr.number(
                    Sr.dcm("113830", "Mean CTDIvol"), shown(event.ctdiVol, report.ctdiShift), report.ctdiUnit));
        }
        if (event.phantomCm != null) {
            items.add(Sr.codeItem(Sr.dcm("113835", "CTDIw Phantom Type"), phantom(event.phantomCm)));
        }
        if (event.dlp != null) {
            items.add(dlp("113838", "DLP", event.dlp));
        }
        if (event.otherSsde != null) {
            items.add(ssde(event.otherSsde, "113934"));
            items.add(ssde(
                    event.ssde,
                    "113988",
                    Sr.number(Sr.dcm("113980", "Water Equivalent Diameter"), event.waterEquivalentDiameterMm, "mm")));
        } else {
            if (event.ssde != null) {
                items.add(ssde(event.ssde, "113934"));
            }
            number(items, "113980", "Water Equivalent Diameter", event.waterEquivalentDiameterMm, "mm");
        }
        number(items, "113839", "Effective Dose", event.effectiveDoseMSv, "mSv");
        if (event.doseAlert != null) {
            items.add(Sr.container(Sr.dcm("113900", "Dose Check Alert Details"), doseCheck(event.doseAlert)));
        }
        return items;
    }

    private DataSet ssde(String value, String method, DataSet... children) {
        List<DataSet> inner = new ArrayList<>();
        inner.add(Sr.modifier(code("G-C036", "370129005", "Measurement Method"), Sr.dcm(method, "Method")));
        inner.addAll(List.of(children));
        return Sr.number(
                Sr.dcm("113930", "Size Specific Dose Estimation"), value, "mGy", inner.toArray(DataSet[]::new));
    }

    private List<DataSet> doseCheck(String[] values) {
        DataSet yes = code("R-0038D", "373066001", "Yes");
        return List.of(
                Sr.codeItem(Sr.dcm("113901", "DLP Alert Value Configured"), yes),
                Sr.codeItem(Sr.dcm("113902", "CTDIvol Alert Value Configured"), yes),
                Sr.number(Sr.dcm("113903", "DLP Alert Value"), values[0], "mGy.cm"),
                Sr.number(Sr.dcm("113904", "CTDIvol Alert Value"), values[2], "mGy"),
                Sr.number(Sr.dcm("113905", "Accumulated DLP Forward Estimate"), values[1], "mGy.cm"),
                Sr.number(Sr.dcm("113906", "Accumulated CTDIvol Forward Estimate"), values[3], "mGy"));
    }

    private DataSet dlp(String code, String meaning, String value) {
        String text = shown(value, report.dlpShift);
        return Sr.number(
                Sr.dcm(code, meaning), report.hasCommaDecimals ? text.replace('.', ',') : text, report.dlpUnit);
    }

    private static String shown(String value, int shift) {
        return new BigDecimal(value).scaleByPowerOfTen(shift).toPlainString();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void number(List<DataSet> items, String code, String meaning, String value, String unit) {
        if (value != null) {
            items.add(Sr.number(Sr.dcm(code, meaning), value, unit));
        }
    }

    private DataSet type(Event event) {
        return switch (event.type) {
            case "SPIRAL" -> code("P5-08001", "116152004", "Spiral Acquisition");
            case "SEQUENCED" -> Sr.dcm("113804", "Sequenced Acquisition");
            case "CONSTANT_ANGLE" -> Sr.dcm("113805", "Constant Angle Acquisition");
            case "STATIONARY" -> Sr.dcm("113806", "Stationary Acquisition");
            case "FREE" -> Sr.dcm("113807", "Free Acquisition");
            default -> throw new IllegalArgumentException(event.type);
        };
    }

    private static DataSet phantom(int centimetres) {
        return centimetres == 16
                ? Sr.dcm("113690", "IEC Head Dosimetry Phantom")
                : Sr.dcm("113691", "IEC Body Dosimetry Phantom");
    }

    private DataSet code(String srt, String sct, String meaning) {
        return report.isSnomedCt ? Sr.code(sct, "SCT", meaning) : Sr.code(srt, "SRT", meaning);
    }
}
