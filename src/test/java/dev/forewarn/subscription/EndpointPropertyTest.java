package dev.forewarn.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class EndpointPropertyTest {

    @Property(tries = 3000)
    void whatIsTakenIsReadTheSameEverAfter(@ForAll("hosts") String host) {
        Optional<Endpoint> read = read("http://" + host + "/");

        assertThat(read.map(Endpoint::origin).flatMap(EndpointPropertyTest::read))
                .isEqualTo(read);
    }

    @Property
    void everySpellingOfAnIpv4AddressIsThatAddress(@ForAll byte a, @ForAll byte b, @ForAll byte c, @ForAll byte d)
            throws UnknownHostException {
        long one = Byte.toUnsignedInt(a);
        long two = Byte.toUnsignedInt(b);
        long three = Byte.toUnsignedInt(c);
        long four = Byte.toUnsignedInt(d);
        Host address = new Host.Address(InetAddress.getByAddress(new byte[] {a, b, c, d}));

        assertThat(Host.parse("%d.%d.%d.%d".formatted(one, two, three, four))).isEqualTo(address);
        assertThat(Host.parse("0%o.0%o.0%o.0%o".formatted(one, two, three, four)))
                .isEqualTo(address);
        assertThat(Host.parse("0x%x.%d.0%o.0X%X.".formatted(one, two, three, four)))
                .isEqualTo(address);
        assertThat(Host.parse("%d.%d.%d".formatted(one, two, three << 8 | four)))
                .isEqualTo(address);
        assertThat(Host.parse("%d.%d".formatted(one, two << 16 | three << 8 | four)))
                .isEqualTo(address);
        assertThat(Host.parse("%d".formatted(one << 24 | two << 16 | three << 8 | four)))
                .isEqualTo(address);
        assertThat(Host.parse("[::ffff:%x:%x]".formatted(one << 8 | two, three << 8 | four)))
                .isEqualTo(address);
    }

    private static Optional<Endpoint> read(String url) {
        try {
            return Optional.of(WebhookUrl.parse(url, true).endpoint());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Provide
    Arbitrary<String> hosts() {
        Arbitrary<String> spelled =
                Arbitraries.strings().withChars("0123456789abfxX.:[]%-@_").ofMaxLength(24);
        Arbitrary<String> parts = Arbitraries.of(
                        "0x7f", "0177", "127", "1", "0", "256", "65536", "", "a", "::", "ffff", "[", "]", ":80")
                .list()
                .ofMaxSize(6)
                .map(list -> String.join(".", list));
        return Arbitraries.oneOf(spelled, parts, parts.map(text -> "[" + text.replace('.', ':') + "]"));
    }
}
