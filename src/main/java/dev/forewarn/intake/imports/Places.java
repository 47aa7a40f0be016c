package dev.forewarn.intake.imports;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds whose a model is, and through which channel it is meant: by what an operator has set, then by the shipped map.
 *
 * <pre>
 *   who sells it ─▶ a channel of others' models ─▶ the provider is found by the model's id, or not at all
 *                ─▶ a provider                  ─▶ its own channel
 *                ─▶ not known                   ─▶ the model's id tells, and the seller is a channel; or not at all
 * </pre>
 */
final class Places {

    private static final Map<String, PlaceMap> SHIPPED = PlaceMap.shipped();
    private static final int MAX_SLUG = 100;
    private static final Pattern NO_SLUG = Pattern.compile("[^a-z0-9]+");

    /** Nothing but the shipped map. */
    static final Places SHIPPED_ALONE = new Places(Map.of(), Map.of());

    private final PlaceMap ownChannels;
    private final PlaceMap ownProviders;

    /**
     * @param channels what is sold by whom is a channel of others' models, before the shipped ones
     * @param providers whose is what has such an id, or is sold by such a seller, before the shipped ones
     */
    Places(Map<String, String> channels, Map<String, String> providers) {
        this.ownChannels = new PlaceMap(channels);
        this.ownProviders = new PlaceMap(providers);
    }

    /** Whose a subject is, and through which channel it is sold. */
    record Place(String provider, String channel) {}

    /** @throws Unclear if the map does not tell */
    Place place(String seller, String id) {
        Optional<String> channel =
                ownChannels.find(seller).or(() -> part("channels").find(seller));
        if (channel.isPresent()) {
            return new Place(model(id).orElseThrow(() -> nobodys(id)), channel.get());
        }
        return provider(seller).map(Places::own).orElseGet(() -> byModel(seller, id));
    }

    /** A channel by the name that a feed has for it. */
    String channel(String name) {
        return ownChannels.find(name).or(() -> part("channels").find(name)).orElseGet(() -> slug(name));
    }

    /** Whose a model is, by its id. */
    Optional<String> model(String id) {
        return ownProviders.find(id).or(() -> part("models").find(unregioned(id)));
    }

    /** Whose an operator has said that it is. */
    Optional<String> ownProvider(String id) {
        return ownProviders.find(id);
    }

    /** A provider by its own name, if it is one that is known. */
    Optional<String> provider(String name) {
        return ownProviders.find(name).or(() -> part("providers").find(name));
    }

    /** Whose releases of a product are, where they are a provider's models. */
    Optional<String> product(String name) {
        return ownProviders.find(name).or(() -> part("products").find(name));
    }

    /** @throws Unclear if nothing of it is left */
    static String slug(String name) {
        String slug =
                NO_SLUG.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("-").replaceAll("^-+|-+$", "");
        if (slug.isEmpty() || slug.length() > MAX_SLUG) {
            throw new Unclear("'" + Labels.shorten(name) + "' can't be made the name of a provider or channel");
        }
        return slug;
    }

    private Place byModel(String seller, String id) {
        String provider = model(id).orElseThrow(() -> nobodys(id));
        return new Place(provider, slug(seller));
    }

    private static Place own(String provider) {
        return new Place(provider, provider);
    }

    private static Unclear nobodys(String id) {
        return new Unclear("no provider is known for the model id '" + Labels.shorten(id)
                + "': one can be set with the importer's providers");
    }

    /** Bedrock's profiles for several regions begin with the part of the world. */
    private static String unregioned(String id) {
        return id.replaceFirst("^(?:us|us-gov|eu|apac|jp|au|ca|global)\\.(?=[a-z0-9]+\\.)", "");
    }

    private static PlaceMap part(String name) {
        PlaceMap part = SHIPPED.get(name);
        if (part == null) {
            throw new IllegalStateException("the shipped map has no " + name);
        }
        return part;
    }

    /** All that is looked up in. */
    String described() {
        return Stream.of(
                        part("channels"),
                        part("providers"),
                        part("models"),
                        part("products"),
                        ownChannels,
                        ownProviders)
                .map(part -> new TreeMap<>(part.entries()).toString())
                .collect(Collectors.joining());
    }
}
