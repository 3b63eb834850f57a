package org.doseagent.rdsr;

import org.doseagent.rdsr.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.Tag;
import org.doseagent.dose.Code;
import org.doseagent.rdsr.Codes.Concept;
import org.jspecify.annotations.Nullable;

/**
 * A content item (PS3.3 C.17.3) of a report. All items of a report are in one list, in the order of the report, so that what is below an item
 * is a part of that list. The concept of each item is read once, when the list is made. Confined to one thread.
 */
final class ContentItem {

    private final List<ContentItem> tree;
    private final @Nullable ContentItem parent;
    private final int number;
    private final DataSet dataSet;
    private final Concept concept;
    private final int position;
    private int end;

    private ContentItem(List<ContentItem> tree, @Nullable ContentItem parent, int number, DataSet dataSet) {
        this.tree = tree;
        this.parent = parent;
        this.number = number;
        this.dataSet = dataSet;
        this.concept = Codes.conceptIn(dataSet, Tag.CONCEPT_NAME_CODE_SEQUENCE);
        this.position = tree.size();
    }

    /** Returns the root of a report with all items below it; the reader of the data set has bounded their number and depth. */
    static ContentItem root(DataSet report) {
        return add(new ArrayList<>(), null, 0, report);
    }

    private static ContentItem add(List<ContentItem> tree, @Nullable ContentItem parent, int number, DataSet dataSet) {
        ContentItem item = new ContentItem(tree, parent, number, dataSet);
        tree.add(item);
        int children = 0;
        for (DataSet child : dataSet.items(Tag.CONTENT_SEQUENCE)) {
            add(tree, item, ++children, child);
        }
        item.end = tree.size();
        return item;
    }

    DataSet dataSet() {
        return dataSet;
    }

    /** Returns dotted positions from the root, counted from 1; the root is "". */
    String path() {
        ContentItem above = parent;
        if (above == null) {
            return "";
        }
        return above.parent == null ? "" + number : above.path() + "." + number;
    }

    boolean hasChildren() {
        return end > position + 1;
    }

    Concept concept() {
        return concept;
    }

    /** Returns the code of the concept; empty where the item has none. */
    Optional<Code> conceptCode() {
        return codeIn(dataSet, Tag.CONCEPT_NAME_CODE_SEQUENCE);
    }

    /** Returns the children of a concept. */
    List<ContentItem> all(Concept wanted) {
        List<ContentItem> found = new ArrayList<>();
        for (int i = position + 1; i < end; i = tree.get(i).end) {
            if (tree.get(i).concept == wanted) {
                found.add(tree.get(i));
            }
        }
        return found;
    }

    /** Returns the first child of a concept. */
    Optional<ContentItem> first(Concept wanted) {
        for (int i = position + 1; i < end; i = tree.get(i).end) {
            if (tree.get(i).concept == wanted) {
                return Optional.of(tree.get(i));
            }
        }
        return Optional.empty();
    }

    /** Returns this item and everything below it, in the order of the report. */
    List<ContentItem> withDescendants() {
        return tree.subList(position, end);
    }

    /** Returns the first item of a concept at any depth below. */
    Optional<ContentItem> deep(Concept wanted) {
        for (int i = position + 1; i < end; i++) {
            if (tree.get(i).concept == wanted) {
                return Optional.of(tree.get(i));
            }
        }
        return Optional.empty();
    }

    /** Returns the first item of a concept, at any depth below, that has an item of another concept at any depth below it. */
    Optional<ContentItem> deepWith(Concept outerConcept, Concept innerConcept) {
        ContentItem outer = null;
        for (int i = position + 1; i < end; i++) {
            ContentItem item = tree.get(i);
            if (outer != null && i >= outer.end) {
                outer = null;
            }
            if (outer == null && item.concept == outerConcept) {
                outer = item;
            } else if (outer != null && item.concept == innerConcept) {
                return Optional.of(outer);
            }
        }
        return Optional.empty();
    }

    /** Returns the coded value of a CODE item; empty for an empty sequence or a code without a value. */
    Optional<Code> codeValue() {
        return codeIn(dataSet, Tag.CONCEPT_CODE_SEQUENCE);
    }

    /** Returns which concept the coded value of a CODE item is. */
    Concept codedConcept() {
        return Codes.conceptIn(dataSet, Tag.CONCEPT_CODE_SEQUENCE);
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

    private static Optional<Code> codeIn(DataSet dataSet, int sequence) {
        return dataSet.item(sequence).flatMap(Codes::codeOf);
    }
}
