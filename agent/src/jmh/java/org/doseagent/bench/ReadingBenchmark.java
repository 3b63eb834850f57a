package org.doseagent.bench;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.DataSetReader;
import org.doseagent.dicom.DicomException;
import org.doseagent.dicom.DicomLimits;
import org.doseagent.rdsr.Extraction;
import org.doseagent.rdsr.RdsrExtractor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Reads one report of the corpus an invocation, each in turn. {@code scripts/bench-reading} runs it.
 *
 * <p>{@link #report} is the whole way from bytes to all fields and findings; {@link #dataSet} is its first half.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ReadingBenchmark {

    private Corpus corpus;
    private int number;
    private final DataSetReader reader = new DataSetReader(DicomLimits.DEFAULT);
    private final RdsrExtractor extractor = new RdsrExtractor();

    @Setup
    public void load() throws Exception {
        corpus = Corpus.load();
        System.out.printf("%n# corpus: %d reports, %.0f bytes on average%n", corpus.size(), corpus.meanBytes());
    }

    @Benchmark
    public DataSet dataSet() throws DicomException {
        Corpus.Report report = next();
        return reader.read(report.bytes(), report.syntax());
    }

    @Benchmark
    public Extraction report() throws DicomException {
        Corpus.Report report = next();
        return extractor.extract(reader.read(report.bytes(), report.syntax()));
    }

    private Corpus.Report next() {
        return corpus.report(number++ & Integer.MAX_VALUE);
    }

    /** The library of the system property {@code bench.peer}, on the same reports. */
    @State(Scope.Thread)
    public static class Other {
        private Peer peer;

        @Setup
        public void load() throws ReflectiveOperationException {
            String name = Objects.requireNonNull(System.getProperty("bench.peer"), "bench.peer is not set");
            peer = (Peer) Class.forName(name).getDeclaredConstructor().newInstance();
        }
    }

    @Benchmark
    public int peer(Other other) throws Exception {
        Corpus.Report report = next();
        return other.peer.readAndWalk(report.bytes(), report.syntax().uid());
    }
}
