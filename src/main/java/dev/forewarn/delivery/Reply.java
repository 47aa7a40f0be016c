package dev.forewarn.delivery;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** What a name server answered to a question for addresses. */
final class Reply {

    private final Map<String, String> aliases = new HashMap<>();
    private final Map<String, List<InetAddress>> addresses = new HashMap<>();
    private long ttl = Long.MAX_VALUE;

    /**
     * Reads a response that answers the question, be it with nothing.
     *
     * @throws UnknownHostException if it is a failure of the server's, or only a part of what there is to say
     */
    static Reply of(DnsResponse response, DnsRecordType type) throws UnknownHostException {
        boolean answers = response.code().equals(DnsResponseCode.NOERROR)
                || response.code().equals(DnsResponseCode.NXDOMAIN);
        if (!answers || response.isTruncated()) {
            throw new UnknownHostException("a name server answered " + response.code());
        }
        Reply reply = new Reply();
        IntStream.range(0, response.count(DnsSection.ANSWER))
                .mapToObj(i -> response.<DnsRecord>recordAt(DnsSection.ANSWER, i))
                .filter(DnsRawRecord.class::isInstance)
                .forEach(record -> reply.add((DnsRawRecord) record, type));
        return reply;
    }

    private void add(DnsRawRecord record, DnsRecordType type) {
        String name = canonical(record.name());
        if (record.type().equals(DnsRecordType.CNAME)) {
            alias(record).ifPresent(target -> aliases.put(name, target));
        } else if (record.type().equals(type)) {
            address(record, type).ifPresent(address -> addresses
                    .computeIfAbsent(name, any -> new ArrayList<>())
                    .add(address));
        }
        ttl = Math.min(ttl, record.timeToLive());
    }

    private static Optional<String> alias(DnsRawRecord cname) {
        try {
            return Optional.of(
                    canonical(DefaultDnsRecordDecoder.decodeName(cname.content().duplicate())));
        } catch (CorruptedFrameException e) {
            return Optional.empty();
        }
    }

    private static Optional<InetAddress> address(DnsRawRecord record, DnsRecordType type) {
        byte[] bytes = ByteBufUtil.getBytes(record.content());
        if (bytes.length != (type.equals(DnsRecordType.A) ? 4 : 16)) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }

    /** The name for which this name stands in the end, as far as the reply tells. */
    String end(String name) {
        String end = canonical(name);
        for (int i = 0; i < aliases.size() && aliases.containsKey(end); i++) {
            end = aliases.getOrDefault(end, end);
        }
        return end;
    }

    /** The addresses that the reply tells of a name. Others may stand in it: nobody asked for them. */
    List<InetAddress> of(String name) {
        return addresses.getOrDefault(end(name), List.of());
    }

    /** How long all of it holds. */
    Duration ttl() {
        return Duration.ofSeconds(ttl);
    }

    private static String canonical(String name) {
        return (name.endsWith(".") ? name : name + ".").toLowerCase(Locale.ROOT);
    }
}
