package dev.forewarn.subscription;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.util.SecretBytes;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A key that is not in the database, for AES-GCM with 256 bits. */
final class MasterKey {

    private static final int BYTES = 32;

    private final byte[] key;

    private MasterKey(byte[] key) {
        this.key = key;
    }

    /**
     * Reads a key.
     *
     * @param setting where it stands, for the message
     */
    static MasterKey parse(String setting, String base64) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            // Its message would hold a part of the key.
            throw wrong(setting);
        }
        if (key.length != BYTES) {
            throw wrong(setting);
        }
        return new MasterKey(key);
    }

    static ConfigurationException wrong(String setting) {
        return new ConfigurationException(
                setting + " must be the base64 of " + BYTES + " random bytes; make one with: openssl rand -base64 32");
    }

    /** By which what it has sealed is told from what another has: nothing of the key can be learnt from it. */
    int id() {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(key))
                    .getInt();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** For a cipher text that begins with the key's id. */
    AesGcmKey named() {
        return aesGcm(AesGcmParameters.Variant.TINK, id());
    }

    /** For a cipher text that does not say which key it is of. */
    AesGcmKey raw() {
        return aesGcm(AesGcmParameters.Variant.NO_PREFIX, null);
    }

    @AccessesPartialKey
    private AesGcmKey aesGcm(AesGcmParameters.Variant variant, @Nullable Integer id) {
        try {
            return AesGcmKey.builder()
                    .setParameters(AesGcmParameters.builder()
                            .setKeySizeBytes(BYTES)
                            .setIvSizeBytes(12)
                            .setTagSizeBytes(16)
                            .setVariant(variant)
                            .build())
                    .setIdRequirement(id)
                    .setKeyBytes(SecretBytes.copyFrom(key, InsecureSecretKeyAccess.get()))
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not to be had", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MasterKey that && MessageDigest.isEqual(key, that.key);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key);
    }

    @Override
    public String toString() {
        return "MasterKey[…]";
    }
}
