package org.doseagent.net;

import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.DataSetReader;
import org.doseagent.dicom.DataSetWriter;
import org.doseagent.dicom.DicomException;
import org.doseagent.dicom.DicomLimits;
import org.doseagent.dicom.TransferSyntax;
import org.doseagent.dicom.Vr;

/** A DIMSE command set (PS3.7 6.3): always implicit VR little endian, whatever the context's transfer syntax. */
final class Command {

    static final int C_STORE_RQ = 0x0001;
    static final int C_ECHO_RQ = 0x0030;
    static final int RESPONSE = 0x8000;
    static final int NO_DATA_SET = 0x0101;

    /** Bytes of one command set; the largest real one has some hundred. */
    static final int MAX_BYTES = 64 * 1024;

    private static final int GROUP_LENGTH = 0x00000000;
    private static final int AFFECTED_SOP_CLASS_UID = 0x00000002;
    private static final int REQUESTED_SOP_CLASS_UID = 0x00000003;
    private static final int COMMAND_FIELD = 0x00000100;
    private static final int MESSAGE_ID = 0x00000110;
    private static final int MESSAGE_ID_RESPONDED_TO = 0x00000120;
    private static final int PRIORITY = 0x00000700;
    private static final int DATA_SET_TYPE = 0x00000800;
    private static final int STATUS = 0x00000900;
    private static final int AFFECTED_SOP_INSTANCE_UID = 0x00001000;

    private static final DicomLimits LIMITS = new DicomLimits(MAX_BYTES, MAX_BYTES, 1, MAX_BYTES, 1, 1, 200);

    private final DataSet dataSet;

    private Command(DataSet dataSet) {
        this.dataSet = dataSet;
    }

    static Command decode(byte[] bytes) throws DicomException {
        return new Command(new DataSetReader(LIMITS).read(bytes, TransferSyntax.IMPLICIT_LITTLE_ENDIAN));
    }

    int field() {
        return dataSet.integer(COMMAND_FIELD).orElse(0);
    }

    int messageId() {
        return dataSet.integer(MESSAGE_ID).orElse(0);
    }

    int status() {
        return dataSet.integer(STATUS).orElse(-1);
    }

    boolean hasDataSet() {
        return dataSet.integer(DATA_SET_TYPE).orElse(NO_DATA_SET) != NO_DATA_SET;
    }

    String sopClassUid() {
        return dataSet.string(AFFECTED_SOP_CLASS_UID)
                .or(() -> dataSet.string(REQUESTED_SOP_CLASS_UID))
                .orElse("");
    }

    String sopInstanceUid() {
        return dataSet.string(AFFECTED_SOP_INSTANCE_UID).orElse("");
    }

    /** Returns the encoded response to this request; UIDs are echoed. */
    byte[] response(int status) {
        DataSet.Builder response = DataSet.builder();
        if (!sopClassUid().isEmpty()) {
            response.text(AFFECTED_SOP_CLASS_UID, Vr.UI, sopClassUid());
        }
        response.us(COMMAND_FIELD, field() | RESPONSE);
        response.us(MESSAGE_ID_RESPONDED_TO, messageId());
        response.us(DATA_SET_TYPE, NO_DATA_SET);
        response.us(STATUS, status);
        if (!sopInstanceUid().isEmpty()) {
            response.text(AFFECTED_SOP_INSTANCE_UID, Vr.UI, sopInstanceUid());
        }
        return encode(response);
    }

    static byte[] storeRequest(int messageId, String sopClassUid, String sopInstanceUid) {
        return encode(DataSet.builder()
                .text(AFFECTED_SOP_CLASS_UID, Vr.UI, sopClassUid)
                .us(COMMAND_FIELD, C_STORE_RQ)
                .us(MESSAGE_ID, messageId)
                .us(PRIORITY, 0)
                .us(DATA_SET_TYPE, 0)
                .text(AFFECTED_SOP_INSTANCE_UID, Vr.UI, sopInstanceUid));
    }

    static byte[] echoRequest(int messageId, String sopClassUid) {
        return encode(DataSet.builder()
                .text(AFFECTED_SOP_CLASS_UID, Vr.UI, sopClassUid)
                .us(COMMAND_FIELD, C_ECHO_RQ)
                .us(MESSAGE_ID, messageId)
                .us(DATA_SET_TYPE, NO_DATA_SET));
    }

    private static byte[] encode(DataSet.Builder builder) {
        int length = DataSetWriter.write(builder.build(), TransferSyntax.IMPLICIT_LITTLE_ENDIAN).length;
        return DataSetWriter.write(builder.ul(GROUP_LENGTH, length).build(), TransferSyntax.IMPLICIT_LITTLE_ENDIAN);
    }
}
