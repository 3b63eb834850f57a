package org.doseagent.rdsr;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.Tag;
import org.doseagent.dose.Code;
import org.doseagent.rdsr.Codes.Concept;
import org.jspecify.annotations.Nullable;

/**
 * A content item (PS3.3 C.17.3) as a view over its data set. It remembers its children and its concept, which every template asks for again
 * and again. Confined to one thread.
 */
final class ContentItem {

    private final DataSet dataSet;
    private final String path;
    private @Nullable List<ContentItem> children;
    private @Nullable Code concept;
    private boolean isConceptRead;

    private ContentItem(DataSet dataSet, String path) {
        this.dataSet = dataSet;
        this.path = path;
    }

    static ContentItem root(DataSet report) {
        return new ContentItem(report, "");
    }

    DataSet dataSet() {
        return dataSet;
    }

    /** Returns dotted positions from the root, counted from 1; the root is "". */
    String path() {
        return path;
    }

    List<ContentItem> children() {
        List<ContentItem> known = children;
        if (known == null) {
            known = readChildren();
            children = known;
        }
        return known;
    }

    private List<ContentItem> readChildren() {
        List<DataSet> items = dataSet.items(Tag.CONTENT_SEQUENCE);
        List<ContentItem> read = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            read.add(new ContentItem(items.get(i), path.isEmpty() ? "" + (i + 1) : path + "." + (i + 1)));
        }
        return read;
    }

    Optional<Code> concept() {
        if (!isConceptRead) {
            concept = code(Tag.CONCEPT_NAME_CODE_SEQUENCE).orElse(null);
            isConceptRead = true;
        }
        return Optional.ofNullable(concept);
    }

    boolean is(Concept wanted) {
        return concept().filter(wanted::matches).isPresent();
    }

    String valueType() {
        return dataSet.string(Tag.VALUE_TYPE).orElse("");
    }

    List<ContentItem> all(Concept wanted) {
        return children().stream().filter(child -> child.is(wanted)).toList();
    }

    Optional<ContentItem> first(Concept wanted) {
        for (ContentItem child : children()) {
            if (child.is(wanted)) {
                return Optional.of(child);
            }
        }
        return Optional.empty();
    }

    /** Visits this item and everything below it; the depth is that of the data set, which its reader has bounded. */
    void visit(Consumer<ContentItem> visitor) {
        visitor.accept(this);
        children().forEach(child -> child.visit(visitor));
    }

    /** Returns the first item of a concept at any depth below. */
    Optional<ContentItem> deep(Concept wanted) {
        for (ContentItem child : children()) {
            Optional<ContentItem> found = child.is(wanted) ? Optional.of(child) : child.deep(wanted);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Returns all items of a concept at any depth below, in the order of the report. */
    List<ContentItem> deepAll(Concept wanted) {
        List<ContentItem> found = new ArrayList<>();
        visit(item -> {
            if (item.is(wanted)) {
                found.add(item);
            }
        });
        return found;
    }

    /** Returns the coded value of a CODE item; empty for an empty sequence or a code without a value. */
    Optional<Code> codeValue() {
        return code(Tag.CONCEPT_CODE_SEQUENCE);
    }

    Optional<String> text() {
        return dataSet.string(Tag.TEXT_VALUE).map(Texts::clean).filter(text -> !text.isEmpty());
    }

    Optional<String> uid() {
        return dataSet.string(Tag.UID);
    }

    Optional<String> dateTime() {
        return dataSet.string(Tag.DATE_TIME);
    }

    private Optional<Code> code(int tag) {
        return dataSet.item(tag).flatMap(ContentItem::codeOf);
    }

    /** Returns a code triplet (PS3.3 8.8); long and URN forms count as values too. */
    static Optional<Code> codeOf(DataSet item) {
        return item.string(Tag.CODE_VALUE)
                .or(() -> item.string(Tag.LONG_CODE_VALUE))
                .or(() -> item.string(Tag.URN_CODE_VALUE))
                .map(value -> new Code(
                        value,
                        item.string(Tag.CODING_SCHEME_DESIGNATOR).orElse(""),
                        Texts.clean(item.string(Tag.CODE_MEANING).orElse(""))));
    }
}
