package org.doseagent.bench;

/** Another DICOM library, which is no dependency of this project: its class is compiled by the benchmark script where the library is installed. */
public interface Peer {

    /** Reads a data set and visits every element; returns the number of characters of all texts, so that nothing is optimised away. */
    int readAndWalk(byte[] dataSet, String transferSyntaxUid) throws Exception;
}
