package dev.forewarn.intake.imports;

import dev.forewarn.intake.imports.Fetched.Failure;
import dev.forewarn.intake.imports.Fetched.Validators;
import dev.forewarn.intake.imports.Importer.Place;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Gets a feed from where it is, as a whole and within its bounds, or as it was. */
@Singleton
class Fetching {

    private final Vertx vertx;
    private final HttpClient client;
    private final ImportSettings settings;

    Fetching(Vertx vertx, ImportSettings settings) {
        this.vertx = vertx;
        this.settings = settings;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout((int) settings.timeout().toMillis())
                .setDecompressionSupported(true)
                .setKeepAlive(false)
                .setMaxRedirects(0));
    }

    /** Fails with a {@link Failure} if it can't be had. */
    Uni<Fetched> fetch(Importer importer, Validators known) {
        return importer.place() instanceof Place.Web web
                ? Uni.createFrom().completionStage(() -> download(web, importer, known))
                : Uni.createFrom().completionStage(() -> onDisk((Place.Disk) importer.place(), known));
    }

    private CompletionStage<Fetched> download(Place.Web web, Importer importer, Validators known) {
        return new Download(vertx, client, settings, importer.token(), known)
                .from(web.url())
                .toCompletionStage();
    }

    private CompletionStage<Fetched> onDisk(Place.Disk disk, Validators known) {
        return vertx.executeBlocking(() -> file(disk.file(), known), false).toCompletionStage();
    }

    private Fetched file(Path file, Validators known) {
        byte[] bytes = bytes(file);
        Validators validators = new Validators(Optional.of(digest(bytes)), Optional.empty());
        return validators.etag().equals(known.etag()) ? new Fetched.Unmodified() : new Fetched.Whole(bytes, validators);
    }

    private byte[] bytes(Path file) {
        int most = (int) Math.min(settings.maxSize().asLongValue(), Integer.MAX_VALUE - 16);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new Failure("is larger than FOREWARN_IMPORTS_MAX_SIZE, " + most + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw new Failure("can't be read: " + e);
        }
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
