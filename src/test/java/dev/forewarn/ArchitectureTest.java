package dev.forewarn;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the table of packages: who may use whom. */
class ArchitectureTest {

    private static final String ROOT = "dev.forewarn.";
    private static final List<String> BESIDE_THE_FLOW = List.of("web", "sql", "loop");

    /** In the order of the flow; each may also use what stands beside it. */
    private static final Map<String, List<String>> MAY_USE = Map.ofEntries(
            Map.entry("lifecycle", List.of()),
            Map.entry("web", List.of()),
            Map.entry("sql", List.of()),
            Map.entry("loop", List.of()),
            Map.entry("access", List.of()),
            Map.entry("ledger", List.of("lifecycle")),
            Map.entry("subscription", List.of("lifecycle", "access")),
            Map.entry("notice", List.of("lifecycle", "ledger", "subscription")),
            Map.entry("delivery", List.of("notice", "subscription", "access")),
            Map.entry("intake", List.of("lifecycle", "ledger", "notice", "subscription", "access")),
            Map.entry("feed", List.of("lifecycle", "ledger", "notice")),
            Map.entry(
                    "console",
                    List.of("lifecycle", "access", "ledger", "subscription", "notice", "delivery", "intake", "feed")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.forewarn");

    @TestFactory
    Stream<DynamicTest> eachPackageUsesOnlyWhatTheTableAllows() {
        return MAY_USE.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> check(entry.getKey(), entry.getValue())));
    }

    private static void check(String name, List<String> uses) {
        String[] allowed = Stream.of(Stream.of(name), uses.stream(), BESIDE_THE_FLOW.stream())
                .flatMap(packages -> packages)
                .map(each -> ROOT + each + "..")
                .toArray(String[]::new);
        DescribedPredicate<JavaClass> ours = resideInAPackage("dev.forewarn..");
        noClasses()
                .that()
                .resideInAPackage(ROOT + name + "..")
                .should()
                .dependOnClassesThat(ours.and(DescribedPredicate.not(resideInAnyPackage(allowed))))
                .check(CLASSES);
    }

    @Test
    void lifecycleIsPure() {
        classes()
                .that()
                .resideInAPackage(ROOT + "lifecycle..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", ROOT + "lifecycle..", "org.jspecify.."))
                .check(CLASSES);
    }

    @Test
    void noPackagesUseEachOtherInACircle() {
        slices().matching("dev.forewarn.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void nobodyUsesTheReadersOrTheFirstRun() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "feed..", ROOT + "console..", ROOT + "embedded..", "dev.forewarn")
                .should()
                .dependOnClassesThat(resideInAnyPackage(ROOT + "feed..", ROOT + "console..", ROOT + "embedded.."))
                .check(CLASSES);
    }

    @Test
    void nobodyUsesTheConsole() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "console..", ROOT + "embedded..", "dev.forewarn")
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "console.."))
                .check(CLASSES);
    }

    @Test
    void everyPackageStandsInTheTable() {
        classes()
                .that()
                .resideOutsideOfPackages("dev.forewarn", ROOT + "embedded..")
                .should()
                .resideInAnyPackage(MAY_USE.keySet().stream()
                        .map(name -> ROOT + name + "..")
                        .toArray(String[]::new))
                .check(CLASSES);
    }
}
