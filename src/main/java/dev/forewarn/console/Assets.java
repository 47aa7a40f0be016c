package dev.forewarn.console;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The files that pages are made of, each under an address that changes with its bytes. */
@Singleton
final class Assets {

    private static final int HASH_BYTES = 6;
    private static final String STYLE = "console.css";
    private static final String SCRIPT = "console.js";
    private static final String SUBSCRIPTIONS = "subscriptions.js";
    private static final String ICON = "icon.svg";

    /** @param hash of its bytes */
    record Asset(String name, String type, byte[] bytes, String hash) {
        String path() {
            return "/assets/" + hash + "/" + name;
        }
    }

    private final Map<String, Asset> assets = List.of(
                    read(STYLE, "text/css;charset=utf-8"),
                    read(SCRIPT, "text/javascript;charset=utf-8"),
                    read(SUBSCRIPTIONS, "text/javascript;charset=utf-8"),
                    read(ICON, "image/svg+xml"))
            .stream()
            .collect(Collectors.toMap(Asset::name, Function.identity()));

    Optional<Asset> find(String name) {
        return Optional.ofNullable(assets.get(name));
    }

    String style() {
        return path(STYLE);
    }

    String script() {
        return path(SCRIPT);
    }

    /** For forms and figures alone. */
    String subscriptions() {
        return path(SUBSCRIPTIONS);
    }

    String icon() {
        return path(ICON);
    }

    private String path(String name) {
        return find(name).orElseThrow().path();
    }

    private static Asset read(String name, String type) {
        byte[] bytes = bytes("/console/" + name);
        return new Asset(name, type, bytes, hash(bytes));
    }

    private static byte[] bytes(String resource) {
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            return Optional.ofNullable(in).orElseThrow().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
