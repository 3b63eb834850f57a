package org.doseagent.dicom;

import java.util.Collection;

/** Makes the index of a data set that is put together from elements: the values are copied into one array, one after the other. */
final class IndexCopy {

    private final FlatIndex target;
    private int position;

    private IndexCopy(FlatIndex target) {
        this.target = target;
    }

    /** Returns the index of elements that are in ascending order of their tags, each tag once. */
    static FlatIndex of(Collection<Element> elements) {
        int length = 0;
        int rows = 1;
        for (Element element : elements) {
            length += element.value().length();
            rows++;
            for (DataSet item : element.items()) {
                length += lengthOf(item);
                rows += item.index().endOf(item.row()) - item.row();
            }
        }
        FlatIndex index = FlatIndex.withRows(new byte[length], rows);
        new IndexCopy(index).add(elements);
        index.close(0, 0);
        return index;
    }

    private static int lengthOf(DataSet item) {
        FlatIndex index = item.index();
        int length = 0;
        for (int row = item.row(); row < index.endOf(item.row()); row++) {
            length += isValue(index, row) ? index.lengthOf(row) : 0;
        }
        return length;
    }

    private static boolean isValue(FlatIndex index, int row) {
        return !index.isItem(row) && index.vrOf(row) != Vr.SQ;
    }

    private void add(Collection<Element> elements) {
        for (Element element : elements) {
            int row = target.addElement(element.tag(), element.vr(), element.bigEndian());
            if (element.isSequence()) {
                element.items().forEach(item -> copy(item.index(), item.row()));
                target.close(row, element.items().size());
            } else {
                addValue(row, element.value());
            }
        }
    }

    /** Copies a row and its content. The depth is bounded, because it is that of an existing data set. */
    private void copy(FlatIndex source, int from) {
        if (isValue(source, from)) {
            int row = target.addElement(source.tagOf(from), source.vrOf(from), source.isBigEndian(from));
            addValue(row, new Element.Slice(source.bytes(), source.startOf(from), source.lengthOf(from)));
            return;
        }
        int row = source.isItem(from) ? target.addItem() : target.addElement(source.tagOf(from), Vr.SQ, false);
        for (int child = from + 1; child < source.endOf(from); child = source.endOf(child)) {
            copy(source, child);
        }
        target.close(row, source.lengthOf(from));
        if (source.isItem(from) && source.isUnsorted(from)) {
            target.markUnsorted(row);
        }
    }

    private void addValue(int row, Element.Slice value) {
        System.arraycopy(value.bytes(), value.start(), target.bytes(), position, value.length());
        target.setValue(row, position, value.length());
        position += value.length();
    }
}
