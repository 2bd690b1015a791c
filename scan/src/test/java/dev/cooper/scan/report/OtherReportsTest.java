package dev.cooper.scan.report;

import org.junit.jupiter.api.Test;

import java.io.IOException;

class OtherReportsTest {
    @Test
    void sarifIsAsKept() throws IOException {
        JsonReportTest.assertIsAsKept("all.sarif", new SarifReport("1.0").write(Samples.report()));
    }

    @Test
    void junitIsAsKept() throws IOException {
        JsonReportTest.assertIsAsKept("all.xml", JunitReport.write(Samples.report()));
    }
}
