package org.doseagent.testdata;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.SopClass;
import org.doseagent.dicom.TransferSyntax;

/** A report as a case wants it; null where absent. */
final class Report {

    final String sopInstanceUid;
    String studyUid;
    String sopClassUid = SopClass.XRAY_RADIATION_DOSE_SR;
    TransferSyntax syntax = TransferSyntax.EXPLICIT_LITTLE_ENDIAN;
    String[] characterSet = {"ISO_IR 100"};
    Function<String, byte[]> encoder = text -> text.getBytes(StandardCharsets.ISO_8859_1);
    String manufacturer = "SIEMENS";
    String model = "SOMATOM Force";
    String serial = "S0001";
    String software = "VB20A";
    String patientId = "SYN-0001";
    String sex = "F";
    String age = "061Y";
    String weight;
    String accession = "A0001";
    String studyDescription = "CT Chest";
    String date = "20261005";
    String time = "101112";
    String contentTime = "101500";
    final List<Event> events = new ArrayList<>();
    /** null: no CT Accumulated Dose Data total. */
    String total;

    Integer count;
    final List<String[]> subTotals = new ArrayList<>();
    String predecessor;
    boolean isSnomedCt;
    boolean isQa;
    boolean hasDeviceParticipant = true;
    String dlpUnit = "mGy.cm";
    String ctdiUnit = "mGy";
    /** what the written value is of the expected one, in powers of ten. */
    int dlpShift;

    int ctdiShift;
    boolean hasCommaDecimals;
    boolean isProjection;

    /** What a faulty scanner writes otherwise, done last: to the header, and to the content items of the root. */
    Consumer<DataSet.Builder> header = root -> {};

    UnaryOperator<List<DataSet>> content = items -> items;

    private Report(String sopInstanceUid, String studyUid) {
        this.sopInstanceUid = sopInstanceUid;
        this.studyUid = studyUid;
    }

    static Report of(String sopInstanceUid, String studyUid) {
        return new Report(sopInstanceUid, studyUid);
    }

    Report device(String maker, String modelName, String serialNumber, String version) {
        manufacturer = maker;
        model = modelName;
        serial = serialNumber;
        software = version;
        return this;
    }

    Report patient(String id, String gender, String years) {
        patientId = id;
        sex = gender;
        age = years;
        return this;
    }

    Report study(String number, String description) {
        accession = number;
        studyDescription = description;
        return this;
    }

    Report text(Function<String, byte[]> encoding, String... terms) {
        encoder = encoding;
        characterSet = terms;
        return this;
    }

    Report add(Event... more) {
        events.addAll(List.of(more));
        events.forEach(event -> event.owner = this);
        return this;
    }

    /** States the total and the count of the events. */
    Report totals(String dlp) {
        total = dlp;
        count = events.size();
        return this;
    }
}
