package org.doseagent.interop;

import java.time.Duration;
import java.util.Set;
import org.doseagent.dicom.DicomLimits;
import org.doseagent.dicom.Part10File;
import org.doseagent.dicom.SopClass;
import org.doseagent.dicom.Tag;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.dose.identity.TransferSyntaxUid;
import org.doseagent.net.calling.Requestor;

/** Our own sender, as tests use it. */
public final class Senders {

    private Senders() {}

    /** Opens an association that may store every kind of report that the agent takes. */
    public static Requestor connect(String host, int port, String callingAeTitle) throws Exception {
        Set<String> sopClasses = SopClass.STORAGE;
        return Requestor.connect(
                new Requestor.Settings(
                        new AeTitle(callingAeTitle),
                        new Requestor.Remote(new AeTitle("DOSE_AGENT"), host, port),
                        Duration.ofSeconds(30)),
                sopClasses);
    }

    /** Stores a file and returns the status. */
    public static int store(Requestor requestor, byte[] file) throws Exception {
        Part10File part10 = Part10File.parse(file, DicomLimits.DEFAULT);
        return requestor.store(
                part10.fileMeta().string(Tag.MEDIA_STORAGE_SOP_CLASS_UID).orElseThrow(),
                new SopInstanceUid(part10.fileMeta()
                        .string(Tag.MEDIA_STORAGE_SOP_INSTANCE_UID)
                        .orElseThrow()),
                new TransferSyntaxUid(part10.transferSyntaxUid()),
                part10.dataSetBytes());
    }
}
