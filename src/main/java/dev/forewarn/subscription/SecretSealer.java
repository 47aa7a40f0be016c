package dev.forewarn.subscription;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.util.SecretBytes;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Seals secrets with a key that is not in the database, {@code forewarn.master-key} (AES-GCM, 256 bits). What is sealed
 * for one subscription can't be opened for another. The first byte names the key, so that there can be a second one
 * while all is sealed anew.
 */
@Startup
@Singleton
final class SecretSealer {

    private static final int KEY_BYTES = 32;
    private static final byte VERSION = 1;

    private final Aead aead;

    SecretSealer(@ConfigProperty(name = "forewarn.master-key") Optional<String> masterKey) {
        this.aead = aead(masterKey.map(SecretSealer::decode).orElseThrow(SecretSealer::wrongKey));
    }

    byte[] seal(byte[] secret, String publicId) {
        try {
            byte[] sealed = aead.encrypt(secret, publicId.getBytes(UTF_8));
            byte[] versioned = new byte[sealed.length + 1];
            versioned[0] = VERSION;
            System.arraycopy(sealed, 0, versioned, 1, sealed.length);
            return versioned;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a secret can't be sealed", e);
        }
    }

    /**
     * What was sealed.
     *
     * @throws IllegalStateException if it was not sealed for this subscription with this key
     */
    byte[] open(byte[] sealed, String publicId) {
        if (sealed.length == 0 || sealed[0] != VERSION) {
            throw new IllegalStateException("the secret of " + publicId + " is sealed with a key of another version");
        }
        try {
            return aead.decrypt(Arrays.copyOfRange(sealed, 1, sealed.length), publicId.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("FOREWARN_MASTER_KEY does not open the secret of " + publicId, e);
        }
    }

    private static byte[] decode(String masterKey) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(masterKey.strip());
        } catch (IllegalArgumentException e) {
            // Its message would hold a part of the key.
            throw wrongKey();
        }
        if (key.length != KEY_BYTES) {
            throw wrongKey();
        }
        return key;
    }

    private static ConfigurationException wrongKey() {
        return new ConfigurationException("FOREWARN_MASTER_KEY (forewarn.master-key) must be set to the base64 of "
                + KEY_BYTES + " random bytes; make one with: openssl rand -base64 32");
    }

    private static Aead aead(byte[] key) {
        try {
            AeadConfig.register();
            KeysetHandle.Builder.Entry entry =
                    KeysetHandle.importKey(aesGcm(key)).withFixedId(VERSION).makePrimary();
            return KeysetHandle.newBuilder()
                    .addEntry(entry)
                    .build()
                    .getPrimitive(RegistryConfiguration.get(), Aead.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not to be had", e);
        }
    }

    @AccessesPartialKey
    private static AesGcmKey aesGcm(byte[] key) throws GeneralSecurityException {
        return AesGcmKey.builder()
                .setParameters(AesGcmParameters.builder()
                        .setKeySizeBytes(KEY_BYTES)
                        .setIvSizeBytes(12)
                        .setTagSizeBytes(16)
                        .setVariant(AesGcmParameters.Variant.NO_PREFIX)
                        .build())
                .setKeyBytes(SecretBytes.copyFrom(key, InsecureSecretKeyAccess.get()))
                .build();
    }
}
