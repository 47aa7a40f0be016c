package dev.forewarn.access;

import dev.forewarn.web.Problem;
import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import java.util.Optional;

/**
 * Lets somebody show a key once and be recognised by its digest from then on. The digest is looked up each time, so that a
 * key that is revoked, or another administrator's key, ends what began with it.
 */
@Singleton
public final class SignIn {

    // A key can't be guessed at any speed; this keeps whoever tries from being a burden.
    private static final int PER_SECOND = 5;
    private static final int BURST = 100;

    private final AdminKey adminKey;
    private final KeyLookup keys;
    private final MeterRegistry meters;
    private final WriteLimit limit = new WriteLimit(PER_SECOND, BURST, TimeMeter.SYSTEM_NANOTIME);

    SignIn(AdminKey adminKey, KeyLookup keys, MeterRegistry meters) {
        this.adminKey = adminKey;
        this.keys = keys;
        this.meters = meters;
    }

    /**
     * The digest by which a key is recognised; empty if it is not known. Fails with a problem, 429, if too many were shown
     * from one address.
     *
     * @param address of whoever shows it
     */
    public Uni<Optional<byte[]>> digest(String key, String address) {
        if (limit.take(address).isPresent()) {
            return Uni.createFrom()
                    .failure(Problem.of(Status.TOO_MANY_REQUESTS, "Too many keys were tried; try again in a minute.")
                            .exception());
        }
        byte[] digest = Credential.parse(key).map(Credential::digest).orElseGet(() -> AdminKey.sha256(key));
        return identity(digest).map(found -> found.map(any -> digest)).invoke(this::count);
    }

    /** Who it is; empty if the key is not known, or not any more. */
    public Uni<Optional<SecurityIdentity>> identity(byte[] digest) {
        return adminKey.has(digest) ? Uni.createFrom().item(Optional.of(Identities.ADMIN)) : keys.identity(digest);
    }

    private void count(Optional<byte[]> digest) {
        String outcome = digest.isPresent() ? AccessMetrics.SESSION : AccessMetrics.UNKNOWN;
        meters.counter(AccessMetrics.AUTHENTICATION, AccessMetrics.OUTCOME, outcome)
                .increment();
    }
}
