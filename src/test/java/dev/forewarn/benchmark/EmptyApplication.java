package dev.forewarn.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A Quarkus application that does nothing, with the extensions of the service: made from the service's own pom. */
final class EmptyApplication {

    private static final int MINUTES = 5;
    private static final Pattern VERSION = Pattern.compile("<quarkus.version>(.+?)</quarkus.version>");
    private static final Pattern EXTENSION = Pattern.compile(
            "<dependency><groupId>(io\\.quarkus|org\\.flywaydb)</groupId><artifactId>([^<]+)</artifactId></dependency>");

    /** The versions that are there because the service was built by them. */
    private static final Pattern PLUGIN =
            Pattern.compile("<artifactId>(maven-(?:compiler|resources|jar|surefire)-plugin)"
                    + "</artifactId>\\s*<version>[^<]+</version>");

    private static final String POM =
            """
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion>
              <groupId>bench</groupId>
              <artifactId>empty</artifactId>
              <version>1</version>
              <properties><maven.compiler.release>17</maven.compiler.release></properties>
              <dependencyManagement><dependencies><dependency>
                <groupId>io.quarkus.platform</groupId><artifactId>quarkus-bom</artifactId><version>%1$s</version>
                <type>pom</type><scope>import</scope>
              </dependency></dependencies></dependencyManagement>
              <dependencies>%2$s</dependencies>
              <build><plugins><plugin>
                <groupId>io.quarkus.platform</groupId><artifactId>quarkus-maven-plugin</artifactId><version>%1$s</version>
                <extensions>true</extensions>
                <executions><execution><goals><goal>build</goal></goals></execution></executions>
              </plugin>%3$s</plugins></build>
            </project>
            """;

    private static final String SETTINGS =
            """
            quarkus.datasource.db-kind=postgresql
            quarkus.devservices.enabled=false
            quarkus.oidc.tenant-enabled=false
            quarkus.banner.enabled=false
            """;

    private EmptyApplication() {}

    /** Its jar. */
    static Path build() {
        Path folder = Options.FOLDER.resolve("empty");
        try {
            Path resources = Files.createDirectories(folder.resolve("src/main/resources"));
            Files.writeString(resources.resolve("application.properties"), SETTINGS);
            Files.writeString(folder.resolve("pom.xml"), pom(Files.readString(Path.of("pom.xml"))));
            run(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return folder.resolve("target/quarkus-app/quarkus-run.jar");
    }

    private static String pom(String ours) {
        String version =
                VERSION.matcher(ours).results().findFirst().orElseThrow().group(1);
        // Those of the tests have a scope, and don't match.
        String extensions =
                EXTENSION.matcher(ours).results().map(MatchResult::group).collect(Collectors.joining());
        String plugins = PLUGIN.matcher(ours)
                .results()
                .map(plugin -> "<plugin>" + plugin.group() + "</plugin>")
                .collect(Collectors.joining());
        return POM.formatted(version, extensions, plugins);
    }

    /** Nearly all that it needs is there, as the service was built of it. */
    private static void run(Path folder) throws IOException, InterruptedException {
        Path log = folder.resolve("build.log");
        List<String> command = new ArrayList<>(List.of(maven(), "-B", "-q", "package"));
        Optional.ofNullable(System.getProperty("maven.repo.local"))
                .ifPresent(repository -> command.add("-Dmaven.repo.local=" + repository));
        Process build = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!build.waitFor(MINUTES, TimeUnit.MINUTES) || build.exitValue() != 0) {
            build.destroyForcibly();
            throw new IllegalStateException("the empty application could not be built, see " + log);
        }
    }

    private static String maven() {
        String home = System.getProperty("maven.home", "");
        return home.isEmpty() ? "mvn" : Path.of(home, "bin", "mvn").toString();
    }
}
