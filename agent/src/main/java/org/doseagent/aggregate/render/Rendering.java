package org.doseagent.aggregate.render;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The forms of one release. Each is computed from the released bytes alone, so that no form discloses more than the release. */
public enum Rendering {
    /** The release itself, byte for byte: the only form that is signed. */
    JSON("application/json", "json"),
    /** One row a cell, see {@link FlatCsv}. */
    CSV("text/csv; charset=utf-8", "csv"),
    /** A FHIR R4 summary MeasureReport, see {@link MadxMeasureReport}. */
    MADX("application/fhir+json", "fhir.json");

    private final String mediaType;
    private final String fileExtension;

    Rendering(String mediaType, String fileExtension) {
        this.mediaType = mediaType;
        this.fileExtension = fileExtension;
    }

    /** Returns the rendering with this name, in lower case as the command line writes it. */
    public static Optional<Rendering> named(String name) {
        return Arrays.stream(values()).filter(each -> each.label().equals(name)).findFirst();
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String mediaType() {
        return mediaType;
    }

    public String fileExtension() {
        return fileExtension;
    }

    /**
     * Renders a released document.
     *
     * @throws IllegalArgumentException if the bytes are not a {@code dose-aggregate/1} document
     */
    public byte[] render(byte[] json) {
        return switch (this) {
            case JSON -> json;
            case CSV -> FlatCsv.of(json);
            case MADX -> MadxMeasureReport.of(json);
        };
    }
}
