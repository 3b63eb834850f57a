package org.doseagent.drl.tripwire;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.doseagent.dose.AcquisitionType;
import org.doseagent.dose.Code;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.drl.mapping.Categories;
import org.doseagent.drl.mapping.Categories.Category;

/** Finds which part of the body an event irradiated: by its target region, its category, and the names of perfusion runs. Immutable. */
final class BodyParts {

    private static final int HEAD_CM = 16;

    /** How vendors and sites name perfusion runs, in the languages of the mapping. */
    private static final Pattern PERFUSION =
            Pattern.compile("(?iu)perfusi|(?<!\\p{L})(vpct|ctp|neuro\\s?pct)(?!\\p{L})|perfuzj");

    private final Categories categories;
    private final Map<String, BodyPart> byCode = new HashMap<>();

    BodyParts(Categories categories) {
        this.categories = categories;
        for (Category category : categories.all()) {
            for (String code : category.regions()) {
                BodyPart.of(category.region()).ifPresent(part -> byCode.put(code, part));
            }
        }
    }

    /**
     * The part of the body, and how it is known.
     *
     * @param parts one; two where the report contradicts itself; empty where nothing names one
     * @param how in words, for an alert
     */
    record Located(Set<BodyPart> parts, String how) {
        Located {
            parts = Set.copyOf(parts);
        }
    }

    /**
     * An event, and what the exam says of it.
     *
     * @param category that of the event's part of the exam, which goes by names and codes
     */
    record Scan(IrradiationEvent event, Optional<String> category) {}

    /** Returns the part of the body. */
    Located locate(Scan scan) {
        Located located = withoutPerfusion(scan);
        boolean mayBeHead = located.parts().isEmpty() || located.parts().contains(BodyPart.HEAD);
        return mayBeHead && isPerfusion(scan, located)
                ? new Located(Set.of(BodyPart.HEAD_PERFUSION), "by the name or the category of a perfusion run")
                : located;
    }

    private Located withoutPerfusion(Scan scan) {
        Optional<BodyPart> code = scan.event().targetRegion().map(Code::value).map(byCode::get);
        Optional<BodyPart> named =
                scan.category().flatMap(categories::find).map(Category::region).flatMap(BodyPart::of);
        if (code.isEmpty() && named.isEmpty()) {
            return new Located(Set.of(), "neither target region nor category name a part of the body");
        }
        if (code.isEmpty() || named.isEmpty() || code.equals(named)) {
            return new Located(
                    Set.of(code.or(() -> named).orElseThrow()), code.isPresent() ? "by target region" : "by category");
        }
        return contradictory(scan.event(), EnumSet.of(code.get(), named.get()));
    }

    /** Target region and category name different parts: the phantom decides between head and body, else both are possible. */
    private static Located contradictory(IrradiationEvent event, Set<BodyPart> both) {
        Optional<Integer> phantom = event.dose().phantomCm();
        if (phantom.isEmpty() || !both.contains(BodyPart.HEAD)) {
            return new Located(both, "target region and category contradict each other; the lower value is used");
        }
        EnumSet<BodyPart> decided = EnumSet.copyOf(both);
        if (phantom.get() == HEAD_CM) {
            decided.retainAll(EnumSet.of(BodyPart.HEAD));
        } else {
            decided.remove(BodyPart.HEAD);
        }
        return new Located(decided, "by the phantom, since target region and category contradict each other");
    }

    /** A helix in an exam of perfusion is the plain head, unless its own name says otherwise. */
    private static boolean isPerfusion(Scan scan, Located located) {
        IrradiationEvent event = scan.event();
        boolean isNamed =
                event.protocol().filter(name -> PERFUSION.matcher(name).find()).isPresent();
        boolean isOfCategory = scan.category().filter("CT-HEAD-PERFUSION"::equals).isPresent();
        boolean movesTable =
                event.acquisitionType().filter(AcquisitionType.SPIRAL::equals).isPresent();
        return isNamed ? isOfCategory || located.parts().contains(BodyPart.HEAD) : isOfCategory && !movesTable;
    }
}
