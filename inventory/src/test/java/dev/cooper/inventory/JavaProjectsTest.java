package dev.cooper.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.List;

/** What projects of Maven, Gradle and sbt name. */
class JavaProjectsTest {
    private static final String PARENT =
            """
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <groupId>org.example</groupId>
              <artifactId>parent</artifactId>
              <version>${revision}</version>
              <packaging>pom</packaging>
              <properties>
                <revision>2.0</revision>
                <jackson.version>2.15.0</jackson.version>
              </properties>
              <dependencyManagement><dependencies>
                <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-api</artifactId>
                  <version>1.7.36</version></dependency>
                <dependency><groupId>junit</groupId><artifactId>junit</artifactId>
                  <version>4.13.2</version><scope>test</scope></dependency>
              </dependencies></dependencyManagement>
              <dependencies>
                <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-api</artifactId></dependency>
              </dependencies>
            </project>
            """;

    private static final String CHILD =
            """
            <!DOCTYPE project [<!ENTITY x SYSTEM "file:///etc/passwd">]>
            <project>
              <parent><groupId>org.example</groupId><artifactId>parent</artifactId>
                <version>2.0</version>%s</parent>
              <artifactId>child</artifactId>
              <properties><jackson.version>2.15.3</jackson.version></properties>
              <dependencies>
                <dependency><groupId>com.fasterxml.jackson.core</groupId>
                  <artifactId>jackson-databind</artifactId>
                  <version>${jackson.version}</version></dependency>
                <dependency><groupId>${project.groupId}</groupId><artifactId>other</artifactId>
                  <version>${project.version}</version></dependency>
                <dependency><groupId>junit</groupId><artifactId>junit</artifactId></dependency>
                <dependency><groupId>a</groupId><artifactId>ranged</artifactId>
                  <version>[1,2)</version></dependency>
                <dependency><groupId>a</groupId><artifactId>unknown</artifactId>
                  <version>${nobody.knows}</version></dependency>
              </dependencies>
            </project>
            """;

    @Test
    void parentsOnDiskGiveVersionsAndProperties() {
        List<String> whole =
                List.of(
                        "com.fasterxml.jackson.core:jackson-databind 2.15.3 direct",
                        "junit:junit 4.13.2 direct dev",
                        "org.example:child 2.0 root",
                        "org.example:other 2.0 direct",
                        "org.example:parent 2.0 root",
                        "org.slf4j:slf4j-api 1.7.36 direct");
        assertEquals(
                whole,
                new TestProject()
                        .file("pom.xml", PARENT)
                        .file("child/pom.xml", CHILD.formatted(""))
                        .lines());
        assertEquals(
                whole,
                new TestProject()
                        .file("above/pom.xml", PARENT)
                        .file(
                                "a/child/pom.xml",
                                CHILD.formatted("<relativePath>../../above</relativePath>"))
                        .lines());
    }

    @Test
    void aParentThatIsNotHereIsNotAskedFor() {
        assertEquals(
                List.of(
                        "com.fasterxml.jackson.core:jackson-databind 2.15.3 direct",
                        "org.example:child 2.0 root",
                        "org.example:other 2.0 direct"),
                new TestProject()
                        .file("pom.xml", CHILD.formatted("<relativePath>../..</relativePath>"))
                        .lines());
    }

    @Test
    void propertiesThatStandForThemselvesEnd() {
        assertEquals(
                List.of(),
                new TestProject()
                        .file(
                                "pom.xml",
                                """
                                <project><artifactId>a</artifactId>
                                <properties><a>${b}${b}</a><b>${a}${a}</b></properties>
                                <version>${a}</version></project>
                                """)
                        .lines());
    }

    @Test
    void gradleAndSbtTellWhatOnlyTestsUse() {
        assertEquals(
                List.of("a:b 1.0", "c:d 2.0", "e:f 3.0 dev", "g:h 4.0", "i:j 5.0 dev"),
                new TestProject()
                        .file(
                                "gradle.lockfile",
                                """
                                # generated
                                a:b:1.0=compileClasspath,testCompileClasspath
                                c:d:2.0=classpath
                                e:f:3.0=testCompileClasspath,testRuntimeClasspath
                                empty=annotationProcessor
                                """)
                        .file(
                                "build.sbt.lock",
                                """
                                {"dependencies": [
                                  {"org": "g", "name": "h", "version": "4.0",
                                   "configurations": ["compile", "test"]},
                                  {"org": "i", "name": "j", "version": "5.0",
                                   "configurations": ["test"]}]}
                                """)
                        .lines());
    }
}
