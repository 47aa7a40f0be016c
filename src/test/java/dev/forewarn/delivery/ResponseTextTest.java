package dev.forewarn.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class ResponseTextTest {

    @Test
    void keepsTheFirstKibibyte() {
        assertThat(ResponseText.of(Buffer.buffer("a".repeat(5000)), null)).isEqualTo("a".repeat(1024));
        assertThat(ResponseText.of(Buffer.buffer(), null)).isEmpty();
        assertThat(ResponseText.of(Buffer.buffer("no\0 NUL"), null)).isEqualTo("no NUL");
    }

    @Test
    void inflatesWhatNobodyAskedToBeDeflated() throws IOException {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        write(new GZIPOutputStream(gzip), "busy");
        ByteArrayOutputStream deflate = new ByteArrayOutputStream();
        write(new DeflaterOutputStream(deflate), "busy");

        assertThat(ResponseText.of(Buffer.buffer(gzip.toByteArray()), "gzip")).isEqualTo("busy");
        assertThat(ResponseText.of(Buffer.buffer(deflate.toByteArray()), "Deflate"))
                .isEqualTo("busy");
        assertThat(ResponseText.of(Buffer.buffer("busy"), "br")).isEqualTo("busy");
    }

    @Test
    void inflatesNoMoreOfABombThanItKeeps() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        write(new GZIPOutputStream(bomb), "b".repeat(10_000_000));
        byte[] begun = new byte[9_000];
        System.arraycopy(bomb.toByteArray(), 0, begun, 0, begun.length);

        assertThat(ResponseText.of(Buffer.buffer(begun), "gzip")).isEqualTo("b".repeat(1024));
    }

    @Test
    void anAnswerThatIsNotWhatItSaysHasNoText() {
        assertThat(ResponseText.of(Buffer.buffer("not gzip"), "gzip")).isEmpty();
    }

    private static void write(OutputStream stream, String text) throws IOException {
        try (stream) {
            stream.write(text.getBytes(UTF_8));
        }
    }
}
