package dev.forewarn.subscription;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Seals what must not be read in the database, or in a browser, with a key that is not in it, {@code forewarn.master-key} (AES-GCM, 256
 * bits). What the {@code forewarn.previous-master-keys} have sealed can still be opened. What is sealed for one
 * subscription can't be opened for another.
 *
 * <p>The first byte is a version. In version 2, Tink's prefix follows: a 1 and the key's id. In version 1, that of an
 * earlier release, nothing names the key.
 */
@Startup
@Singleton
public final class SecretSealer {

    private static final String SETTING = "FOREWARN_MASTER_KEY (forewarn.master-key)";
    private static final String PREVIOUS = "FOREWARN_PREVIOUS_MASTER_KEYS (forewarn.previous-master-keys)";
    private static final byte UNNAMED = 1;
    private static final byte NAMED = 2;
    private static final byte TINK = 1;

    private final List<MasterKey> keys;
    private final Aead named;
    private final Aead unnamed;

    SecretSealer(
            @ConfigProperty(name = "forewarn.master-key") Optional<String> masterKey,
            @ConfigProperty(name = "forewarn.previous-master-keys") Optional<List<String>> previous) {
        MasterKey present = MasterKey.parse(SETTING, masterKey.orElseThrow(() -> MasterKey.wrong(SETTING)));
        keys = Stream.concat(Stream.of(present), previous(previous)).distinct().toList();
        named = aead(MasterKey::named);
        unnamed = aead(MasterKey::raw);
    }

    private static Stream<MasterKey> previous(Optional<List<String>> keys) {
        return keys.stream()
                .flatMap(List::stream)
                .filter(key -> !key.isBlank())
                .map(key -> MasterKey.parse(PREVIOUS, key));
    }

    public byte[] seal(Sealed what, byte[] plain, String publicId) {
        try {
            byte[] sealed = named.encrypt(plain, what.of(publicId));
            return ByteBuffer.allocate(sealed.length + 1).put(NAMED).put(sealed).array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("nothing can be sealed", e);
        }
    }

    /**
     * What was sealed.
     *
     * @throws IllegalStateException if it was not sealed as this, for this subscription, with one of the keys
     */
    public byte[] open(Sealed what, byte[] sealed, String publicId) {
        byte version = sealed.length == 0 ? 0 : sealed[0];
        byte[] rest = Arrays.copyOfRange(sealed, Math.min(1, sealed.length), sealed.length);
        if (version == NAMED) {
            return opened(named, rest, what, what.of(publicId), publicId);
        }
        // There were no headers in version 1.
        if (version == UNNAMED && what == Sealed.SECRET) {
            return opened(unnamed, rest, what, publicId.getBytes(UTF_8), publicId);
        }
        throw new IllegalStateException("the " + what.word() + " of " + publicId + " was sealed by another version");
    }

    private static byte[] opened(Aead aead, byte[] sealed, Sealed what, byte[] bound, String publicId) {
        try {
            return aead.decrypt(sealed, bound);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("none of the keys opens the " + what.word() + " of " + publicId, e);
        }
    }

    /** What begins all that is sealed with the present key, and nothing else. */
    byte[] mark() {
        return ByteBuffer.allocate(2 + Integer.BYTES)
                .put(NAMED)
                .put(TINK)
                .putInt(keys.get(0).id())
                .array();
    }

    /** Whether there are keys that only open. */
    boolean hasPrevious() {
        return keys.size() > 1;
    }

    /** Seals with the first of the keys and opens with any. */
    private Aead aead(Function<MasterKey, AesGcmKey> form) {
        try {
            AeadConfig.register();
            KeysetHandle.Builder keyset = KeysetHandle.newBuilder();
            keys.forEach(key -> keyset.addEntry(entry(key, form)));
            return keyset.build().getPrimitive(RegistryConfiguration.get(), Aead.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not to be had", e);
        }
    }

    private KeysetHandle.Builder.Entry entry(MasterKey key, Function<MasterKey, AesGcmKey> form) {
        KeysetHandle.Builder.Entry entry =
                KeysetHandle.importKey(form.apply(key)).withFixedId(key.id());
        return key.equals(keys.get(0)) ? entry.makePrimary() : entry;
    }
}
