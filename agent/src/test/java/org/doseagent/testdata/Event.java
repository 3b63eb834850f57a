package org.doseagent.testdata;

import java.util.ArrayList;
import java.util.List;

/** An irradiation event as a case wants it; values in the units of the expectation, null where absent. */
final class Event {

    /** The report that the event is in, for the scanner it names. */
    Report owner;

    String uid;
    String protocol;
    String type = "SPIRAL";
    String role = "DIAGNOSTIC";
    Region region = Region.CHEST;
    String ctdiVol;
    Integer phantomCm = 32;
    String dlp;
    String scanLengthMm;
    String exposureTimeS = "5.2";
    String pitch = "0.9";
    String ssde;
    /** A further size-specific dose, written first and by another method; with it, the diameter is inside {@code ssde}. */
    String otherSsde;

    String waterEquivalentDiameterMm;
    String effectiveDoseMSv;
    String comment;
    String modulation;
    String startedAt;
    /** DCM code of the reason why the event repeats another; null: the report states nothing. */
    String repeatReason;

    /** Positions of both ends along the table. */
    String topMm;

    String bottomMm;
    /** configured DLP and estimate, configured CTDIvol and estimate. */
    String[] doseAlert;

    final List<String[]> sources = new ArrayList<>();

    /** A target region under both generations of codes. */
    enum Region {
        HEAD("T-D1100", "69536005", "Head"),
        CHEST("T-D3000", "51185008", "Chest"),
        ABDOMEN("T-D4000", "818981001", "Abdomen"),
        TRUNK("R-FAB56", "416775004", "Chest, Abdomen and Pelvis"),
        PHANTOM("R-FE0C7", "706342009", "Phantom"),
        NONE("", "", "");

        final String srt;
        final String sct;
        final String meaning;

        Region(String srt, String sct, String meaning) {
            this.srt = srt;
            this.sct = sct;
            this.meaning = meaning;
        }
    }

    private Event(String uid, String protocol) {
        this.uid = uid;
        this.protocol = protocol;
    }

    /** A helical scan of the body. */
    static Event spiral(String uid, String protocol, Region region, String ctdiVol, String dlp, String lengthMm) {
        Event event = new Event(uid, protocol);
        event.region = region;
        event.ctdiVol = ctdiVol;
        event.dlp = dlp;
        event.scanLengthMm = lengthMm;
        event.phantomCm = region == Region.HEAD ? 16 : 32;
        event.sources.add(new String[] {"A", "120", "180", "320", "0.5"});
        return event;
    }

    /** A localizer without dose, as GE and Canon write it. */
    static Event localizer(String uid) {
        Event event = new Event(uid, "Scout");
        event.type = "CONSTANT_ANGLE";
        event.role = "LOCALIZER";
        event.phantomCm = null;
        event.pitch = null;
        event.scanLengthMm = "400";
        event.sources.add(new String[] {"A", "120", "20", "20", null});
        return event;
    }

    /** A localizer with dose, as Siemens writes it. */
    static Event topogram(String uid) {
        Event event = localizer(uid);
        event.protocol = "Topogram";
        event.phantomCm = 32;
        event.ctdiVol = "0.13";
        event.dlp = "5.2";
        return event;
    }

    /** Bolus tracking. */
    static Event monitoring(String uid) {
        Event event = new Event(uid, "Monitoring");
        event.type = "STATIONARY";
        event.role = "TIMING";
        event.ctdiVol = "3.6";
        event.dlp = "3.6";
        event.pitch = null;
        event.scanLengthMm = "10";
        event.sources.add(new String[] {"A", "120", "40", "40", "0.5"});
        return event;
    }

    Event sequenced() {
        type = "SEQUENCED";
        pitch = null;
        return this;
    }
}
