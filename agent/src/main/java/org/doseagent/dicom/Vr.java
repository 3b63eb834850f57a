package org.doseagent.dicom;

/** Value representations (PS3.5 6.2). */
public enum Vr {
    AE(false, 0x20),
    AS(false, 0x20),
    AT(false, 0),
    CS(false, 0x20),
    DA(false, 0x20),
    DS(false, 0x20),
    DT(false, 0x20),
    FD(false, 0),
    FL(false, 0),
    IS(false, 0x20),
    LO(false, 0x20),
    LT(false, 0x20),
    OB(true, 0),
    OD(true, 0),
    OF(true, 0),
    OL(true, 0),
    OV(true, 0),
    OW(true, 0),
    PN(false, 0x20),
    SH(false, 0x20),
    SL(false, 0),
    SQ(true, 0),
    SS(false, 0),
    ST(false, 0x20),
    SV(true, 0),
    TM(false, 0x20),
    UC(true, 0x20),
    UI(false, 0),
    UL(false, 0),
    UN(true, 0),
    UR(true, 0x20),
    US(false, 0),
    UT(true, 0x20),
    UV(true, 0);

    private final boolean longForm;
    private final byte padding;
    private final boolean usesCharacterSet;
    private final boolean multiValuedText;
    private final boolean text;

    Vr(boolean longForm, int padding) {
        this.longForm = longForm;
        this.padding = (byte) padding;
        this.usesCharacterSet = switch (name()) {
            case "LO", "LT", "PN", "SH", "ST", "UC", "UT" -> true;
            default -> false;
        };
        this.multiValuedText = switch (name()) {
            case "AE", "AS", "CS", "DA", "DS", "DT", "IS", "LO", "PN", "SH", "TM", "UC", "UI" -> true;
            default -> false;
        };
        this.text = multiValuedText
                || switch (name()) {
                    case "LT", "ST", "UT", "UR" -> true;
                    default -> false;
                };
    }

    /** Returns whether explicit encodings give it two reserved bytes and a 32-bit length (PS3.5 7.1.2). */
    public boolean isLongForm() {
        return longForm;
    }

    /** Returns the byte that makes the length of a value even. */
    public byte padding() {
        return padding;
    }

    /** Returns whether Specific Character Set governs its text. */
    public boolean usesCharacterSet() {
        return usesCharacterSet;
    }

    /** Returns whether a backslash separates values; in LT, ST, UT and UR it is part of the text. */
    public boolean isMultiValuedText() {
        return multiValuedText;
    }

    /** Returns whether its values are text. */
    public boolean isText() {
        return text;
    }

    /** Returns whether its values can be asked for as text: those of UN can, because they may be anything. */
    boolean isReadAsText() {
        return text || this == UN;
    }
}
