package io.gridmill.tests.container;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.RemoteDockerImage;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.utility.DockerImageName;

/**
 * The images of a test. Both come from a registry, unless the environment names local ones: {@code GRIDMILL_TEST_BASE_IMAGE}, the base of
 * a node's image, and {@code GRIDMILL_TEST_POSTGRES_IMAGE}.
 */
final class Images {
    private static final String BASE = "GRIDMILL_TEST_BASE_IMAGE";
    private static final String POSTGRES = "GRIDMILL_TEST_POSTGRES_IMAGE";
    static final Path HOME = Path.of(Objects.requireNonNull(System.getProperty("gridmill.home")));

    private static @Nullable String node;

    private Images() {}

    /** Skips the test, saying why, where no container engine runs. */
    static void requireEngine() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            skip("no container engine runs here (Debian: apt-get install docker.io, then dockerd)");
        }
    }

    /** The image of a node, made from the distribution of this build by {@code config/container/Dockerfile}; it goes with this JVM. Skips the test without a base. */
    static synchronized String node() {
        if (node == null) {
            String made = new ImageFromDockerfile("gridmill-test-node", false)
                    .withFileFromPath(".", HOME.resolve("cli/target/gridmill"))
                    .withFileFromPath("Dockerfile", HOME.resolve("config/container/Dockerfile"))
                    .withBuildArg("BASE", present(BASE, "eclipse-temurin:17-jre"))
                    .get();
            Thread removal = new Thread(() -> DockerClientFactory.lazyClient()
                    .removeImageCmd(made)
                    .withForce(true)
                    .exec());
            Runtime.getRuntime().addShutdownHook(removal);
            node = made;
        }
        return node;
    }

    /** PostgreSQL, with {@code POSTGRES_PASSWORD} as the official image has it; skips the test without one. */
    static String postgres() {
        return present(POSTGRES, "postgres:16-alpine");
    }

    /** What the environment names must be there; what a registry should have may be out of reach. */
    private static String present(String variable, String fromRegistry) {
        String local = System.getenv(variable);
        if (local != null) {
            DockerClientFactory.lazyClient().inspectImageCmd(local).exec();
            return local;
        }
        try {
            return new RemoteDockerImage(DockerImageName.parse(fromRegistry)).get();
        } catch (RuntimeException e) {
            skip(fromRegistry + " cannot be pulled, and " + variable + " names no image that is here");
            throw e;
        }
    }

    private static void skip(String reason) {
        System.out.println("skipped: " + reason);
        Assumptions.abort(reason);
    }
}
