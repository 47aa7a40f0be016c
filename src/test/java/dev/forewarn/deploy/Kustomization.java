package dev.forewarn.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * As much of kustomize as the tree uses, so that what is checked is what is applied: resources, components, strategic merges,
 * ConfigMaps of settings (without the hash in their names), images, a namespace. Anything else fails.
 */
final class Kustomization {

    private static final Set<String> KNOWN = Set.of(
            "apiVersion", "kind", "namespace", "resources", "components", "patches", "configMapGenerator", "images");

    private final List<Manifest> manifests = new ArrayList<>();
    private final Set<Path> files = new HashSet<>();

    private Kustomization() {}

    static Kustomization of(Path folder) {
        Kustomization rendered = new Kustomization();
        rendered.add(folder);
        return rendered;
    }

    List<Manifest> manifests() {
        return manifests;
    }

    /** Every file that went into it. */
    Set<Path> files() {
        return files;
    }

    Manifest one(String kind, String name) {
        List<Manifest> found =
                manifests.stream().filter(each -> each.is(kind, name)).toList();
        assertThat(found).as(kind + " " + name).hasSize(1);
        return found.get(0);
    }

    private void add(Path folder) {
        JsonNode terms = read(folder.resolve("kustomization.yaml")).get(0);
        assertThat(terms.fieldNames()).toIterable().isSubsetOf(KNOWN);
        Yaml.texts(terms.path("resources")).forEach(each -> addResource(folder.resolve(each)));
        Yaml.items(terms.path("configMapGenerator")).forEach(each -> generate(folder, each));
        Yaml.texts(terms.path("components")).forEach(each -> add(folder.resolve(each)));
        Yaml.items(terms.path("patches")).forEach(each -> patch(folder, each));
        Yaml.items(terms.path("images")).forEach(this::setImage);
        if (terms.has("namespace")) {
            manifests.forEach(each -> place(each, terms.path("namespace").asText()));
        }
        assertThat(manifests).doesNotHaveDuplicates();
    }

    private void addResource(Path resource) {
        if (Files.isDirectory(resource)) {
            add(resource);
        } else {
            read(resource).forEach(tree -> manifests.add(new Manifest(tree)));
        }
    }

    private List<ObjectNode> read(Path file) {
        files.add(file.normalize());
        return Yaml.documents(file);
    }

    private void generate(Path folder, JsonNode generator) {
        String name = generator.path("name").asText();
        if (!generator.path("behavior").asText("create").equals("merge")) {
            ObjectNode tree =
                    Yaml.MAPPER.createObjectNode().put("apiVersion", "v1").put("kind", "ConfigMap");
            tree.putObject("metadata").put("name", name);
            tree.putObject("data");
            manifests.add(new Manifest(tree));
        }
        ObjectNode data = (ObjectNode) one("ConfigMap", name).at("/data");
        Yaml.texts(generator.path("envs")).map(folder::resolve).forEach(file -> {
            files.add(file.normalize());
            settings(file).forEach(data::put);
        });
    }

    private static Map<String, String> settings(Path file) {
        return Yaml.text(file)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }

    private void patch(Path folder, JsonNode patch) {
        List<ObjectNode> changes = patch.has("path")
                ? read(folder.resolve(patch.path("path").asText()))
                : Yaml.documents(patch.path("patch").asText());
        changes.forEach(this::merge);
    }

    private void merge(ObjectNode change) {
        Manifest target = one(new Manifest(change).kind(), new Manifest(change).name());
        if (change.path("$patch").asText().equals("delete")) {
            manifests.remove(target);
        } else {
            StrategicMerge.into(target.tree(), change);
        }
    }

    private void setImage(JsonNode image) {
        manifests.stream()
                .flatMap(Manifest::containers)
                .filter(container -> container
                        .path("image")
                        .asText()
                        .equals(image.path("name").asText()))
                .forEach(container -> ((ObjectNode) container)
                        .put(
                                "image",
                                image.path("newName").asText(image.path("name").asText()) + ":"
                                        + image.path("newTag").asText()));
    }

    private static void place(Manifest manifest, String namespace) {
        if (!manifest.kind().equals("Namespace")) {
            ((ObjectNode) manifest.at("/metadata")).put("namespace", namespace);
        }
    }
}
