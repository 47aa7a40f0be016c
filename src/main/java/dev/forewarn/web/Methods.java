package dev.forewarn.web;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.mapping.URITemplate;

/** Which methods there are at a path: a 405 must tell (RFC 9110, 15.5.6), and the framework's does not. */
@Singleton
class Methods {

    private record Operation(RequestMapper<String> path, String method) {

        Operation(String path, String method) {
            this(
                    new RequestMapper<>(new ArrayList<>(
                            List.of(new RequestMapper.RequestPath<>(false, new URITemplate(path, false), method)))),
                    method);
        }

        boolean isAt(String asked) {
            return path.map(asked) != null;
        }
    }

    private final List<Operation> operations;

    Methods(BeanManager beans) {
        this.operations = beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .<Class<?>>map(bean -> bean.getBeanClass())
                .filter(type -> type.isAnnotationPresent(Path.class))
                .distinct()
                .flatMap(Methods::operations)
                .toList();
    }

    /** The value of the header {@code Allow}. */
    String allowed(String path) {
        Set<String> allowed = operations.stream()
                .filter(operation -> operation.isAt(path))
                .map(Operation::method)
                .collect(Collectors.toCollection(TreeSet::new));
        if (allowed.contains(HttpMethod.GET)) {
            allowed.add(HttpMethod.HEAD);
        }
        allowed.add(HttpMethod.OPTIONS);
        return String.join(", ", allowed);
    }

    private static Stream<Operation> operations(Class<?> resource) {
        return Arrays.stream(resource.getDeclaredMethods()).flatMap(method -> operations(resource, method));
    }

    private static Stream<Operation> operations(Class<?> resource, Method method) {
        String path = path(resource) + path(method);
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .flatMap(Stream::ofNullable)
                .map(verb -> new Operation(path, verb.value()));
    }

    private static String path(AnnotatedElement element) {
        return Optional.ofNullable(element.getAnnotation(Path.class))
                .map(annotation -> annotation.value().replaceAll("^/|/$", ""))
                .filter(path -> !path.isEmpty())
                .map("/"::concat)
                .orElse("");
    }
}
