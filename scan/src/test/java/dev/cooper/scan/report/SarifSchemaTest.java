package dev.cooper.scan.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import dev.cooper.testkit.Checkout;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** SARIF reports keep to the schema of SARIF 2.1.0. */
class SarifSchemaTest {
    private static final String SCHEMA = "scan/src/test/resources/sarif/sarif-2.1.0-rtm.5.json";

    private static Schema schema;

    @BeforeAll
    static void readSchema() throws IOException {
        schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4)
                        .getSchema(Files.readString(Checkout.root().resolve(SCHEMA)));
    }

    @Test
    void findingsOfEveryKindAreValid() {
        assertEquals(List.of(), errors(new SarifReport("1.0").write(Samples.report())));
    }

    @Test
    void aReportWithoutFindingsIsValid() {
        Report all = Samples.report();
        Report none =
                new Report(all.id(), all.createdAt(), all.artifact(), all.metadata(), List.of());
        assertEquals(List.of(), errors(new SarifReport("1.0").write(none)));
    }

    @Test
    void theSchemaFindsWhatIsWrong() {
        String valid = new SarifReport("1.0").write(Samples.report());
        assertFalse(errors(valid.replace("\"ruleId\"", "\"rule\"")).isEmpty());
        assertFalse(errors(valid.replace("\"level\": \"error\"", "\"level\": \"bad\"")).isEmpty());
    }

    private static List<String> errors(String report) {
        return schema.validate(report, InputFormat.JSON).stream().map(Error::toString).toList();
    }
}
