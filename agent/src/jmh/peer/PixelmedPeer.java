import com.pixelmed.dicom.Attribute;
import com.pixelmed.dicom.AttributeList;
import com.pixelmed.dicom.DicomInputStream;
import com.pixelmed.dicom.SequenceAttribute;
import java.io.ByteArrayInputStream;
import org.doseagent.bench.Peer;

/** PixelMed's reader and a visit of every element; compiled by {@code scripts/bench-reading} where the library is installed. */
public final class PixelmedPeer implements Peer {

    @Override
    public int readAndWalk(byte[] dataSet, String transferSyntaxUid) throws Exception {
        AttributeList list = new AttributeList();
        try (DicomInputStream in = new DicomInputStream(new ByteArrayInputStream(dataSet), transferSyntaxUid, false)) {
            list.read(in);
        }
        return walk(list);
    }

    private static int walk(AttributeList list) {
        int characters = 0;
        for (Attribute attribute : list.values()) {
            if (attribute instanceof SequenceAttribute sequence) {
                for (int i = 0; i < sequence.getNumberOfItems(); i++) {
                    characters += walk(sequence.getItem(i).getAttributeList());
                }
            } else {
                characters += attribute.getDelimitedStringValuesOrEmptyString().length();
            }
        }
        return characters;
    }
}
