package dev.forewarn.subscription;

import java.util.List;
import java.util.Optional;

/** Seals secrets as the service would, for subscriptions that are written into its table by the million. */
public final class SealedSecrets {

    private final SecretSealer sealer;

    /** @param masterKey in base64 */
    public SealedSecrets(String masterKey) {
        sealer = new SecretSealer(Optional.of(masterKey), Optional.of(List.of()));
    }

    /** A new secret, as the column {@code secret} of that subscription holds it. */
    public byte[] seal(String publicId) {
        return sealer.seal(Sealed.SECRET, Secret.random().key(), publicId);
    }
}
