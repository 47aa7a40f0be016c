package dev.forewarn.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * What an API server makes of a resource: Kubernetes' own kinds as its model has them, the operators' as their schemas do. A
 * field that is not known fails; an API server would drop it with a warning, or without one.
 */
final class Model {

    private static final Path SCHEMAS = Path.of("src/test/resources/crds");

    private static final Map<String, Class<?>> BUILT_IN = Map.ofEntries(
            Map.entry("v1 Namespace", Namespace.class),
            Map.entry("v1 ServiceAccount", ServiceAccount.class),
            Map.entry("v1 Service", Service.class),
            Map.entry("v1 ConfigMap", ConfigMap.class),
            Map.entry("v1 Secret", Secret.class),
            Map.entry("apps/v1 Deployment", Deployment.class),
            Map.entry("apps/v1 StatefulSet", StatefulSet.class),
            Map.entry("batch/v1 Job", Job.class),
            Map.entry("policy/v1 PodDisruptionBudget", PodDisruptionBudget.class),
            Map.entry("autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
            Map.entry("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class));

    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .setAnnotationIntrospector(new WithoutCatchAll());

    private static final JsonSchemaFactory SCHEMA_FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4);

    private Model() {}

    /** The model's classes keep what they don't know in a map; here they don't. */
    private static final class WithoutCatchAll extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }
    }

    static void check(Manifest manifest) {
        String type = manifest.apiVersion() + " " + manifest.kind();
        if (BUILT_IN.containsKey(type)) {
            checkBuiltIn(manifest, BUILT_IN.get(type));
        } else {
            checkCustom(manifest);
        }
    }

    private static void checkBuiltIn(Manifest manifest, Class<?> type) {
        try {
            STRICT.treeToValue(manifest.tree(), type);
        } catch (JsonProcessingException e) {
            throw new AssertionError(manifest + ": " + e.getOriginalMessage(), e);
        }
    }

    private static void checkCustom(Manifest manifest) {
        Path file = SCHEMAS.resolve(manifest.apiVersion().replace('/', '_') + "_" + manifest.kind() + ".json");
        assertThat(file).as("the schema of " + manifest).exists();
        JsonSchema schema = SCHEMA_FACTORY.getSchema(closed(read(file)));
        Set<ValidationMessage> faults = schema.validate(manifest.tree());
        assertThat(faults).as(manifest.toString()).isEmpty();
    }

    private static JsonNode read(Path file) {
        try {
            return new ObjectMapper().readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whatever lists its properties has no others, but for where it says that it may; an API server prunes those. */
    private static JsonNode closed(JsonNode schema) {
        schema.forEach(Model::closed);
        boolean open = schema.has("additionalProperties")
                || schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
        if (schema instanceof ObjectNode object && schema.path("properties").isObject() && !open) {
            object.put("additionalProperties", false);
        }
        return schema;
    }
}
