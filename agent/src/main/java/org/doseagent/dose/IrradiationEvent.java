package org.doseagent.dose;

import java.time.LocalDateTime;
import java.util.Objects;
import java.util.Optional;
import org.doseagent.dose.identity.Device;
import org.doseagent.dose.identity.EventKey;
import org.jspecify.annotations.Nullable;

/** One irradiation event (TID 10013): an actuation of the irradiation switch, as one report describes it. */
public record IrradiationEvent(
        EventKey key,
        Acquisition acquisition,
        EventRole role,
        ScanParameters scan,
        EventDose dose,
        Optional<DoseCheck> doseCheck,
        Device device) {

    public static Builder builder(EventKey key) {
        return new Builder(key);
    }

    /** Returns the name of the acquisition protocol. */
    public Optional<String> protocol() {
        return acquisition.protocol();
    }

    public Optional<AcquisitionType> acquisitionType() {
        return acquisition.type();
    }

    public Optional<Code> targetRegion() {
        return acquisition.targetRegion();
    }

    /** Returns DateTime Started (111526) in the scanner's local time. */
    public Optional<LocalDateTime> startedAt() {
        return acquisition.startedAt();
    }

    /** Returns the same event under another key. */
    public IrradiationEvent withKey(EventKey other) {
        return new IrradiationEvent(other, acquisition, role, scan, dose, doseCheck, device);
    }

    /** Returns the Irradiation Event UID, empty when the report gave none. */
    public Optional<String> irradiationEventUid() {
        return key.isUid() ? Optional.of(key.value()) : Optional.empty();
    }

    /** Collects an event; not thread-safe. Everything but the key is optional; {@code null} means absent. */
    public static final class Builder {
        private final EventKey key;
        private @Nullable String protocol;
        private @Nullable AcquisitionType acquisitionType;
        private EventRole role = EventRole.DIAGNOSTIC;
        private @Nullable Code targetRegion;
        private @Nullable Code procedureContext;
        private @Nullable LocalDateTime startedAt;
        private @Nullable Repetition repetition;
        private ScanParameters scan = ScanParameters.NONE;
        private EventDose dose = EventDose.NONE;
        private @Nullable DoseCheck doseCheck;
        private @Nullable String modulationType;
        private Device device = Device.UNKNOWN;

        private Builder(EventKey key) {
            this.key = Objects.requireNonNull(key);
        }

        public Builder protocol(@Nullable String value) {
            protocol = value;
            return this;
        }

        public Builder acquisitionType(@Nullable AcquisitionType value) {
            acquisitionType = value;
            return this;
        }

        public Builder role(EventRole value) {
            role = value;
            return this;
        }

        public Builder targetRegion(@Nullable Code value) {
            targetRegion = value;
            return this;
        }

        public Builder procedureContext(@Nullable Code value) {
            procedureContext = value;
            return this;
        }

        public Builder startedAt(@Nullable LocalDateTime value) {
            startedAt = value;
            return this;
        }

        public Builder repetition(@Nullable Repetition value) {
            repetition = value;
            return this;
        }

        public Builder scan(ScanParameters value) {
            scan = value;
            return this;
        }

        public Builder dose(EventDose value) {
            dose = value;
            return this;
        }

        public Builder doseCheck(@Nullable DoseCheck value) {
            doseCheck = value;
            return this;
        }

        public Builder modulationType(@Nullable String value) {
            modulationType = value;
            return this;
        }

        public Builder device(Device value) {
            device = value;
            return this;
        }

        public IrradiationEvent build() {
            Acquisition acquisition = new Acquisition(
                    Optional.ofNullable(protocol),
                    Optional.ofNullable(acquisitionType),
                    Optional.ofNullable(targetRegion),
                    Optional.ofNullable(procedureContext),
                    Optional.ofNullable(startedAt),
                    Optional.ofNullable(repetition),
                    Optional.ofNullable(modulationType));
            return new IrradiationEvent(key, acquisition, role, scan, dose, Optional.ofNullable(doseCheck), device);
        }
    }
}
