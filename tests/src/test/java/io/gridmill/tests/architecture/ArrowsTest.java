package io.gridmill.tests.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

/** Who may know whom, in production code. */
@AnalyzeClasses(packages = "io.gridmill", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArrowsTest {
    private static final String CORE = "io.gridmill.core..";
    private static final String COMPUTE = "io.gridmill.compute..";
    private static final String LOADERS = "io.gridmill.loaders..";
    private static final String SINKS = "io.gridmill.sinks..";
    private static final String CLIENT = "io.gridmill.client..";
    private static final String NODE = "io.gridmill.node..";
    private static final String CLI = "io.gridmill.cli..";

    @ArchTest
    static final ArchRule what_runs_on_batches_knows_neither_ignite_nor_chronicle = noClasses()
            .that()
            .resideInAnyPackage(CORE, COMPUTE, LOADERS, SINKS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.ignite..", "net.openhft..")
            .because("sources, sinks and logic are tested and used without a grid");

    @ArchTest
    static final ArchRule chronicle_is_known_to_the_journal_alone = noClasses()
            .that()
            .resideOutsideOfPackage("io.gridmill.node.journal..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("net.openhft..")
            .because("how a result is made durable is one package's business");

    @ArchTest
    static final ArchRule nobody_but_the_join_guard_uses_the_inside_of_ignite = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.gridmill.node.grid.JoinGuard")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.ignite.internal..")
            .because("it changes without notice");

    @ArchTest
    static final ArchRule loaders_do_not_know_sinks = noClasses()
            .that()
            .resideInAPackage(LOADERS)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(SINKS);

    @ArchTest
    static final ArchRule sinks_do_not_know_loaders = noClasses()
            .that()
            .resideInAPackage(SINKS)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(LOADERS);

    @ArchTest
    static final ArchRule core_knows_no_other_module = noClasses()
            .that()
            .resideInAPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(COMPUTE, LOADERS, SINKS, CLIENT, NODE, CLI);

    @ArchTest
    static final ArchRule logic_sources_sinks_and_client_know_core_alone = noClasses()
            .that()
            .resideInAnyPackage(COMPUTE, LOADERS, SINKS, CLIENT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(NODE, CLI);

    @ArchTest
    static final ArchRule the_node_does_not_know_its_command_line = noClasses()
            .that()
            .resideInAPackage(NODE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(CLI);

    @ArchTest
    static final ArchRule nothing_depends_on_benchmarks_or_tests = noClasses()
            .that()
            .resideOutsideOfPackages("io.gridmill.benchmarks..", "io.gridmill.tests..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.gridmill.benchmarks..", "io.gridmill.tests..");

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().assignedFrom(new EachPackage()).should().beFreeOfCycles();

    /** A package is a slice of its own; its sub-packages are others. */
    private static final class EachPackage implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            return SliceIdentifier.of(javaClass.getPackageName());
        }

        @Override
        public String getDescription() {
            return "each package";
        }
    }
}
