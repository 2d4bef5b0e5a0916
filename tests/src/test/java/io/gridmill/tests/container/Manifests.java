package io.gridmill.tests.container;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.Yaml;

/** What stands in {@code config/kubernetes/gridmill.yaml}. */
final class Manifests {
    private final List<Tree> objects = new ArrayList<>();

    Manifests() throws IOException {
        for (Object document :
                new Yaml().loadAll(Files.readString(Images.HOME.resolve("config/kubernetes/gridmill.yaml")))) {
            objects.add(new Tree("gridmill.yaml", document));
        }
    }

    Tree object(String kind, String name) {
        return objects.stream()
                .filter(object -> object.at("kind").text().equals(kind)
                        && object.at("metadata", "name").text().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there must be a " + kind + " " + name));
    }

    Tree podSpec() {
        return object("StatefulSet", "gridmill").at("spec", "template", "spec");
    }

    /** The pod's container. */
    Tree node() {
        return podSpec().at("containers").with("name", "node");
    }

    /** The configuration that is mounted into the pod. */
    String nodeYaml() {
        return object("ConfigMap", "gridmill").at("data", "node.yaml").text();
    }

    /** How the container's JVM is started. */
    String javaOptions() {
        return node().at("env").with("name", "GRIDMILL_JAVA_OPTS").at("value").text();
    }
}
