package dev.forewarn.delivery;

import dev.forewarn.subscription.Endpoint;
import dev.forewarn.subscription.Target;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * What all requests to a target begin with: the request line and the headers that do not change, written once. All of it
 * is ASCII, and was checked for line breaks when it was registered; Netty's headers check it again.
 */
final class Letterhead {

    private static final String USER_AGENT = "Forewarn (+https://www.standardwebhooks.com)";

    private final byte[] bytes;

    Letterhead(Target target) {
        StringBuilder head = new StringBuilder(256)
                .append("POST ")
                .append(path(target.url()))
                .append(" HTTP/1.1\r\n");
        headers(target).forEach(header -> line(head, header.getKey(), header.getValue()));
        bytes = head.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static HttpHeaders headers(Target target) {
        HttpHeaders headers = new DefaultHttpHeaders();
        // First, so that none of them can take the place of one of ours.
        target.headers().forEach(headers::set);
        return headers.set("host", host(target.endpoint())).set("user-agent", USER_AGENT);
    }

    /** RFC 9110, section 7.2: without the port that the scheme has. */
    private static String host(Endpoint receiver) {
        boolean usual = receiver.port() == (receiver.tls() ? 443 : 80);
        String host = receiver.host().text();
        return usual ? host : host + ":" + receiver.port();
    }

    private static String path(URI url) {
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    /** A whole request. */
    ByteBuf request(ByteBufAllocator allocator, String id, long timestamp, String signature, Payload payload) {
        StringBuilder rest = new StringBuilder(256);
        payload.headers().forEach((name, value) -> line(rest, name, value));
        line(rest, "webhook-id", id);
        line(rest, "webhook-timestamp", Long.toString(timestamp));
        line(rest, "webhook-signature", signature);
        line(rest, "content-length", Integer.toString(payload.body().length()));
        rest.append("\r\n");
        ByteBuf request =
                allocator.buffer(bytes.length + rest.length() + payload.body().length());
        request.writeBytes(bytes);
        ByteBufUtil.writeAscii(request, rest);
        return request.writeBytes(payload.body().getBytes());
    }

    private static void line(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }
}
