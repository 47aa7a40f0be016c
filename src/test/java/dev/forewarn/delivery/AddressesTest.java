package dev.forewarn.delivery;

import static dev.forewarn.delivery.NameServer.addresses;
import static dev.forewarn.delivery.NameServer.alias;
import static dev.forewarn.delivery.NameServer.code;
import static dev.forewarn.delivery.NameServer.cut;
import static dev.forewarn.delivery.NameServer.named;
import static dev.forewarn.delivery.NameServer.sixteen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forewarn.subscription.Endpoint;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

    private static final String HOOK = "https://hook.test/";
    private static final String WORLD = "93.184.215.14";
    private static final String OTHER = "93.184.215.15";

    private final NameServer server = new NameServer(true);
    private final Names names = new Names("192.0.2.0/24", server);

    @AfterEach
    void close() {
        names.close();
        server.close();
    }

    @Test
    void findsAddressesOfBothKindsAndTriesThemByTurns() throws Exception {
        server.says("hook.test", addresses(60, WORLD, OTHER));
        server.saysOfIpv6("hook.test", addresses(60, "2606:2800::1", "2606:2800::2"));

        assertThat(names.of(HOOK)).containsExactly(WORLD, "2606:2800:0:0:0:0:0:1", OTHER);
    }

    @Test
    void findsTheOnlyAddressThoughItIsIpv6() throws Exception {
        server.saysOfIpv6("hook.test", addresses(60, "2606:2800::1"));

        assertThat(names.of(HOOK)).containsExactly("2606:2800:0:0:0:0:0:1");
    }

    @Test
    void theSpellingOfANameMakesNoDifference() throws Exception {
        server.says("hook.test", addresses(60, WORLD));

        assertThat(names.of("https://HOOK.Test./")).containsExactly(WORLD);
        assertThat(names.of(HOOK)).containsExactly(WORLD);
        assertThat(server.asked("hook.test")).containsExactlyInAnyOrder("A hook.test.", "AAAA hook.test.");
    }

    @Test
    void oneAddressThatIsNotPublicMakesAnAnswerUseless() {
        server.says("hook.test", addresses(60, WORLD, OTHER, OTHER, "10.0.0.1"));
        assertBlocked(HOOK);

        server.says("six.test", addresses(60, WORLD));
        server.saysOfIpv6("six.test", addresses(60, "fd00::1"));
        assertBlocked("https://six.test/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000000000000000000ffff7f000001",
                "0000000000000000000000007f000001",
                "0000000000000000ffff00007f000001",
                "0064ff9b0000000000000000a9fea9fe",
                "20020a00000100000000000000000001",
                "260628000000000000005efe0a000001",
                "00000000000000000000000000000001",
                "00000000000000000000000000000000"
            })
    void anIpv6AddressThatLeadsToOneOfOursIsRefused(String hex) {
        server.saysOfIpv6("hook.test", sixteen(HexFormat.of().parseHex(hex)));

        assertBlocked(HOOK);
    }

    @Test
    void aNetworkThatTheOperatorListsIsOpenAtEveryPort() throws Exception {
        server.says("hook.test", addresses(60, "192.0.2.7"));
        server.says("world.test", addresses(60, WORLD));

        assertThat(names.of("http://hook.test:25/")).containsExactly("192.0.2.7");
        assertThat(names.of("http://world.test:8443/")).containsExactly(WORLD);
        assertBlocked("http://world.test:25/");
        assertBlocked("http://" + WORLD + ":25/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://2130706433/",
                "http://0177.0.0.1/",
                "http://0x7f.1/",
                "http://127.1/",
                "http://0/",
                "http://127.0.0.1./",
                "http://[::ffff:7f00:1]/",
                "http://[::127.0.0.1]/",
                "http://[fe80::1%25eth0]/",
                "http://[::1%25lo]/",
                "http://localhost/",
                "http://LOCALHOST./"
            })
    void thisMachineIsRefusedInEverySpelling(String url) {
        assertBlocked(url);
    }

    @Test
    void anAliasLeadsWhereItLeadsAndIsCheckedThere() throws Exception {
        server.says("hook.test", alias(60, "there.test"));
        server.says("there.test", addresses(60, WORLD));
        server.says("inner.test", alias(60, "intranet.test"));
        server.says("intranet.test", addresses(60, "10.0.0.1"));

        assertThat(names.of(HOOK)).containsExactly(WORLD);
        assertBlocked("https://inner.test/");
    }

    @Test
    void aChainOfAliasesInOneAnswerIsFollowed() throws Exception {
        server.says("hook.test", (question, reply) -> {
            reply.addRecord(DnsSection.ANSWER, named(DnsRecordType.CNAME, question.name(), 60, "one.test"));
            reply.addRecord(DnsSection.ANSWER, named(DnsRecordType.CNAME, "one.test.", 0, "two.test"));
            reply.addRecord(DnsSection.ANSWER, NameServer.address("two.test.", 60, NameServer.bytes(WORLD)));
            // Nobody asked for this one.
            reply.addRecord(DnsSection.ANSWER, NameServer.address("three.test.", 60, NameServer.bytes(OTHER)));
            return Optional.of(reply);
        });

        assertThat(names.of(HOOK)).containsExactly(WORLD);
        // An alias in the chain holds for no time, and so does the answer.
        assertThat(names.of(HOOK)).containsExactly(WORLD);
        assertThat(server.asked("hook.test")).filteredOn("A hook.test."::equals).hasSize(2);
    }

    @Test
    void aliasesThatLeadInACircleLeadNowhere() {
        server.says("hook.test", alias(60, "other.test"));
        server.says("other.test", alias(60, "hook.test"));

        assertUnknown(HOOK);
    }

    @Test
    void aNameWithoutAddressesIsNotFound() {
        server.says("hook.test", NameServer::nothing);

        assertUnknown(HOOK);
        assertUnknown("https://nobody.test/");
        assertUnknown("https://no-body/");
    }

    @Test
    void aNameServerThatRefersToAnotherIsNotFollowed() {
        server.says("hook.test", (question, reply) -> {
            reply.addRecord(DnsSection.AUTHORITY, named(DnsRecordType.NS, "hook.test.", 60, "ns.test"));
            return Optional.of(reply.addRecord(
                    DnsSection.ADDITIONAL, NameServer.address("ns.test.", 60, NameServer.bytes("127.0.0.1"))));
        });

        assertUnknown(HOOK);
        assertThat(server.asked("ns.test")).isEmpty();
    }

    @Test
    void anotherNameServerIsAskedIfTheFirstFailsOrIsSilent() throws Exception {
        NameServer first = new NameServer(false);
        first.says("hook.test", code(DnsResponseCode.SERVFAIL));
        first.saysOfIpv6("hook.test", NameServer::silence);
        server.says("hook.test", addresses(60, WORLD));
        server.saysOfIpv6("hook.test", addresses(60, "2606:2800::1"));

        try (first;
                Names two = new Names("192.0.2.0/24", first, server)) {
            assertThat(two.of(HOOK)).containsExactly(WORLD, "2606:2800:0:0:0:0:0:1");
        }
    }

    @Test
    void aDatagramThatIsLostIsSentAgain() throws Exception {
        server.saysFirst("hook.test", NameServer::silence);
        server.says("hook.test", addresses(60, WORLD));

        assertThat(names.of(HOOK)).containsExactly(WORLD);
    }

    @Test
    void whatOneKindGaveIsGoodThoughTheOtherCanNotBeHad() throws Exception {
        server.says("hook.test", addresses(60, WORLD));
        server.saysOfIpv6("hook.test", code(DnsResponseCode.SERVFAIL));
        server.says("half.test", NameServer::nothing);
        server.saysOfIpv6("half.test", code(DnsResponseCode.REFUSED));

        assertThat(names.of(HOOK)).containsExactly(WORLD);
        assertUnknown("https://half.test/");
    }

    @Test
    void aSilentNameServerIsNotWaitedForLongerThanAConnectionAndHoldsUpNobody() throws Exception {
        server.says("hook.test", NameServer::silence);
        server.saysOfIpv6("hook.test", NameServer::silence);
        server.says("other.test", addresses(60, WORLD));

        List<Future<List<InetAddress>>> waiting =
                IntStream.range(0, 50).mapToObj(i -> begin(names, HOOK)).toList();

        assertThat(names.of("https://other.test/")).containsExactly(WORLD);
        assertThat(waiting).noneMatch(Future::isComplete);
        assertThatThrownBy(() -> names.of(HOOK)).cause().isInstanceOf(TimeoutException.class);
        // Fifty wait for one look-up, which asks each question twice.
        assertThat(server.asked("hook.test")).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void noMoreIsLookedUpAtOnceThanAttemptsAreInFlight() throws Exception {
        server.says("slow.test", NameServer::silence);
        server.saysOfIpv6("slow.test", NameServer::silence);
        server.says("hook.test", addresses(60, WORLD));

        try (Names few = new Names("192.0.2.0/24", Map.of("forewarn.delivery.max-in-flight", "1"), server)) {
            Future<List<InetAddress>> slow = begin(few, "https://slow.test/");
            assertThatThrownBy(() -> few.of(HOOK)).cause().isInstanceOf(TimeoutException.class);
            assertThat(slow.isComplete()).isFalse();
            assertThatThrownBy(() -> few.of("https://slow.test/")).cause().isInstanceOf(TimeoutException.class);
            assertThat(few.of(HOOK)).containsExactly(WORLD);
        }
    }

    private static Future<List<InetAddress>> begin(Names names, String url) {
        return names.addresses.of(Endpoint.of(URI.create(url)));
    }

    @Test
    void anAnswerIsKeptAsLongAsItHoldsAndHalfAMinuteAtMost() throws Exception {
        server.says("hook.test", addresses(300, WORLD));
        server.says("short.test", addresses(10, WORLD));
        names.of(HOOK);
        names.of("https://short.test/");
        server.says("hook.test", addresses(300, OTHER));
        server.says("short.test", addresses(10, OTHER));

        names.pass(9);
        assertThat(names.of("https://short.test/")).containsExactly(WORLD);
        names.pass(1);
        assertThat(names.of("https://short.test/")).containsExactly(OTHER);
        names.pass(19);
        assertThat(names.of(HOOK)).containsExactly(WORLD);
        names.pass(1);
        assertThat(names.of(HOOK)).containsExactly(OTHER);
    }

    @Test
    void thatThereIsNothingIsKeptForAMomentOnly() throws Exception {
        assertUnknown(HOOK);
        server.says("hook.test", addresses(60, WORLD));

        assertUnknown(HOOK);
        names.pass(3);
        assertThat(names.of(HOOK)).containsExactly(WORLD);
    }

    @Test
    void whatDoesNotFitIntoADatagramIsReadByTcp() throws Exception {
        String[] many = IntStream.range(0, 2_000)
                .mapToObj(i -> "93.184." + i / 250 + "." + (i % 250 + 1))
                .toArray(String[]::new);
        server.says("hook.test", cut(addresses(60, many)));

        assertThat(names.of(HOOK)).hasSize(3).isSubsetOf(many);
        assertThat(server.asked("hook.test")).contains("A hook.test. tcp");

        many[1_999] = "10.0.0.1";
        server.says("last.test", cut(addresses(60, many)));
        assertBlocked("https://last.test/");
    }

    @Test
    void whatDoesNotFitAndCanNotBeReadWholeIsRefused() {
        NameServer datagrams = new NameServer(false);
        datagrams.says("hook.test", (question, reply) -> addresses(60, WORLD).to(question, reply.setTruncated(true)));

        try (datagrams;
                Names cut = new Names("192.0.2.0/24", datagrams)) {
            assertThatThrownBy(() -> cut.of(HOOK)).cause().isInstanceOf(UnknownHostException.class);
        }
    }

    private void assertBlocked(String url) {
        assertFails(url).isInstanceOf(Addresses.Blocked.class).hasMessage(null);
    }

    private void assertUnknown(String url) {
        assertFails(url).isInstanceOf(UnknownHostException.class);
    }

    private AbstractThrowableAssert<?, ?> assertFails(String url) {
        return assertThatThrownBy(() -> names.of(url))
                .isInstanceOf(ExecutionException.class)
                .cause();
    }
}
