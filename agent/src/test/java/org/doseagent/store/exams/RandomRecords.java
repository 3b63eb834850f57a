package org.doseagent.store.exams;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.doseagent.dose.assessment.AlertWords;
import org.doseagent.dose.identity.AeTitle;

/** Makes records with a value of its own in every component, found by reflection: a component that the store forgets comes back different. */
final class RandomRecords {

    /** What an optional component is. */
    enum Optionals {
        EMPTY,
        FULL,
        RANDOM
    }

    private static final List<String> DECIMALS =
            List.of("0", "1", "0.10", "12.500", "1E+3", "0.00000012", "-4.2", "123456789012345678901234567890.5");

    private final Random random;
    private final Optionals optionals;
    private int counter;

    private final Map<Type, Supplier<Object>> makers = Map.ofEntries(
            Map.entry(String.class, () -> "text " + ++counter),
            Map.entry(int.class, () -> ++counter),
            Map.entry(Integer.class, () -> ++counter),
            Map.entry(long.class, () -> (long) ++counter),
            Map.entry(boolean.class, this::flag),
            Map.entry(Boolean.class, this::flag),
            Map.entry(BigDecimal.class, this::decimal),
            Map.entry(Instant.class, () -> Instant.ofEpochSecond(1_700_000_000L + ++counter, 123_456_000)),
            Map.entry(
                    LocalDateTime.class,
                    () -> LocalDateTime.of(2026, 1, 1, 0, 0)
                            .plusSeconds(++counter)
                            .plusNanos(counter % 3)),
            Map.entry(ZoneOffset.class, () -> ZoneOffset.ofTotalSeconds(++counter % 3600)),
            Map.entry(AlertWords.class, this::words),
            Map.entry(AeTitle.class, () -> new AeTitle("AE" + ++counter)));

    RandomRecords(long seed, Optionals optionals) {
        this.random = new Random(seed);
        this.optionals = optionals;
    }

    private boolean flag() {
        return random.nextBoolean();
    }

    private AlertWords words() {
        AlertWords plain = AlertWords.of("text " + ++counter);
        return switch (random.nextInt(3)) {
            case 0 -> plain;
            case 1 -> AlertWords.ofEarlierRelease(plain.text());
            default -> plain.scanner("S" + ++counter).then(" at ").timeOfExam("T" + ++counter);
        };
    }

    private BigDecimal decimal() {
        return new BigDecimal(DECIMALS.get(random.nextInt(DECIMALS.size()))).add(new BigDecimal(++counter));
    }

    <T> T make(Class<T> type) {
        return type.cast(makeAny(type));
    }

    <T> List<T> list(Class<T> type, int size) {
        List<T> list = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            list.add(make(type));
        }
        return list;
    }

    private Object makeAny(Type type) {
        Supplier<Object> maker = makers.get(type);
        if (maker != null) {
            return maker.get();
        }
        if (type instanceof ParameterizedType parameterized) {
            Type of = parameterized.getActualTypeArguments()[0];
            if (parameterized.getRawType() == Optional.class) {
                boolean isFull = optionals == Optionals.FULL || (optionals == Optionals.RANDOM && flag());
                return isFull ? Optional.of(makeAny(of)) : Optional.empty();
            }
            int size = optionals == Optionals.EMPTY ? 0 : optionals == Optionals.FULL ? 2 : random.nextInt(4);
            List<Object> list = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                list.add(makeAny(of));
            }
            return parameterized.getRawType() == Set.class ? new HashSet<>(list) : list;
        }
        Class<?> raw = (Class<?>) type;
        return raw.isEnum() ? raw.getEnumConstants()[random.nextInt(raw.getEnumConstants().length)] : makeRecord(raw);
    }

    private Object makeRecord(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        try {
            var constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            Object[] values = Arrays.stream(components)
                    .map(component -> makeAny(component.getGenericType()))
                    .toArray();
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName(), e);
        }
    }
}
