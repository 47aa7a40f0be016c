package dev.forewarn.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How hosts and ports are spelled by people who want to be let through, and what is made of it. */
class EndpointTest {

    /** Read as the URL standard and inet_aton read them, and dialled as just that. */
    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1/, http://127.0.0.1:80",
        "http://2130706433/, http://127.0.0.1:80",
        "http://3232235521/, http://192.168.0.1:80",
        "http://4294967295/, http://255.255.255.255:80",
        "http://0177.0.0.1/, http://127.0.0.1:80",
        "http://00000177.0.0.1/, http://127.0.0.1:80",
        "http://017700000001/, http://127.0.0.1:80",
        "http://0000000000000000017700000001/, http://127.0.0.1:80",
        "http://0177.0.1/, http://127.0.0.1:80",
        "http://0x7f.0x0.0x0.0x1/, http://127.0.0.1:80",
        "http://0x7f.1/, http://127.0.0.1:80",
        "http://0X7F.0.0.1/, http://127.0.0.1:80",
        "http://0x7f000001/, http://127.0.0.1:80",
        "http://0x0000000000007f000001/, http://127.0.0.1:80",
        "http://127.1/, http://127.0.0.1:80",
        "http://127.0.1/, http://127.0.0.1:80",
        "http://127.65535/, http://127.0.255.255:80",
        "http://10.0.256/, http://10.0.1.0:80",
        "http://0xA9.254.0251.254/, http://169.254.169.254:80",
        "http://0xa9fea9fe/, http://169.254.169.254:80",
        "http://2852039166/, http://169.254.169.254:80",
        "http://025177524776/, http://169.254.169.254:80",
        "http://0251.0376.0251.0376/, http://169.254.169.254:80",
        "http://169.254.43518/, http://169.254.169.254:80",
        "http://169.16689662/, http://169.254.169.254:80",
        "http://0/, http://0.0.0.0:80",
        "http://00/, http://0.0.0.0:80",
        "http://0x/, http://0.0.0.0:80",
        "http://0.0.0.0/, http://0.0.0.0:80",
        "http://127.0.0.1./, http://127.0.0.1:80",
        "http://2130706433./, http://127.0.0.1:80",
        "http://010.010.010.010/, http://8.8.8.8:80",
        "http://localhost/, http://localhost:80",
        "http://LocalHost./, http://localhost:80",
        "http://localhost.localdomain:8080/, http://localhost.localdomain:8080",
        "http://127.0.0.1.nip.io/, http://127.0.0.1.nip.io:80",
        "http://0x7f.example/, http://0x7f.example:80",
        "http://1.example/, http://1.example:80",
        "http://xn--bcher-kva.example/, http://xn--bcher-kva.example:80",
        "http://Example.COM./, http://example.com:80",
        "http://[::1]/, http://[::1]:80",
        "http://[0:0:0:0:0:0:0:1]/, http://[::1]:80",
        "http://[0000:0000:0000:0000:0000:0000:0000:0001]/, http://[::1]:80",
        "http://[::]/, http://[::]:80",
        "http://[::ffff:7f00:1]/, http://127.0.0.1:80",
        "http://[::FFFF:127.0.0.1]/, http://127.0.0.1:80",
        "http://[0:0:0:0:0:ffff:127.0.0.1]:8080/, http://127.0.0.1:8080",
        "http://[::127.0.0.1]/, http://[::7f00:1]:80",
        "http://[64:ff9b::169.254.169.254]/, http://[64:ff9b::a9fe:a9fe]:80",
        "http://[fe80::1%25eth0]/, http://[fe80::1]:80",
        "http://[fe80::1%eth0]/, http://[fe80::1]:80",
        "http://[fd00:ec2::254]/, http://[fd00:ec2::254]:80",
        "https://example.com, https://example.com:443",
        "https://example.com:/, https://example.com:443",
        "https://example.com:00443/, https://example.com:443",
        "https://example.com:65535/, https://example.com:65535",
        "http://example.com:443/, http://example.com:443",
        "https://example.com/http://127.0.0.1/, https://example.com:443",
        "https://example.com?@127.0.0.1/, https://example.com:443",
        "https://example.com/@127.0.0.1, https://example.com:443",
        "https://example.com/..;@127.0.0.1:25/, https://example.com:443",
    })
    void isReadAsOneAddressAndDialledAsThat(String url, String origin) {
        assertThat(WebhookUrl.parse(url, true).origin()).isEqualTo(origin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http:///",
                "http:///x",
                "http:/127.0.0.1/",
                "http:127.0.0.1/",
                "http:\\\\127.0.0.1\\",
                "http://./",
                "http://../",
                "http://.example.com/",
                "http://example..com/",
                "http://example.com../",
                "http://localhost../",
                "http://127.0.0.1../",
                "http://127..1/",
                "http://.127.0.0.1/",
                "http://4294967296/",
                "http://040000000000/",
                "http://0x100000000/",
                "http://99999999999999999999999999/",
                "http://256.0.0.1/",
                "http://127.0.0.256/",
                "http://127.16777216/",
                "http://1.2.3.4.5/",
                "http://08/",
                "http://09.0.0.1/",
                "http://0x7g.1/",
                "http://0b1111111.1/",
                "http://1e3.1/",
                "http://127.0.0.1e0.1/",
                "http://example.1/",
                "http://example.0x1/",
                "http://-127.0.0.1/",
                "http://+127.0.0.1/",
                "http://127.0.0.1,8.8.8.8/",
                "http://127.0.0.1;8.8.8.8/",
                "http://127.0.0.1+&@8.8.8.8/",
                "http://a_b.example/",
                "http://-example.com/",
                "http://example-.com/",
                "http://exam$ple.com/",
                "http://example.com*/",
                "http://*.example.com/",
                "http://127%2e0%2e0%2e1/",
                "http://%31%32%37.0.0.1/",
                "http://localhos%74/",
                "http://example.com%00.other.example/",
                "http://127.0.0.1%0a/",
                "http://127.0.0.1%09/",
                "http://example.com%2f@127.0.0.1/",
                "http://①②⑦.⓪.⓪.①/",
                "http://ⓔⓧⓐⓜⓟⓛⓔ.ⓒⓞⓜ/",
                "http://127。0。0。1/",
                "http://127．0．0．1/",
                "http://１２７.0.0.1/",
                "http://bücher.example/",
                "http://exam\u00adple.com/",
                "http://loc\u200dalhost/",
                "http://localhoſt/",
                "http://\u212aelvin.example/",
                "http://a@b/",
                "http://@127.0.0.1/",
                "http://example.com@127.0.0.1/",
                "http://example.com:80@127.0.0.1/",
                "http://a:b@c@127.0.0.1/",
                "http://example.com%40127.0.0.1/",
                "http://example.com\\@127.0.0.1/",
                "http://127.0.0.1\\@example.com/",
                "http://127.0.0.1\\.example.com/",
                "http://example.com#@127.0.0.1/",
                "http://127.0.0.1#@example.com/",
                "http://example.com\t/",
                "http://exa\tmple.com/",
                "http://127.0.0.1\n.example.com/",
                "http://127.0.0.1\r\nHost: example.com/",
                "http://127.0.0.1 .example.com/",
                "http://example.com\u0000/",
                "\thttp://127.0.0.1/",
                "ht\ntp://127.0.0.1/",
                "http://::1/",
                "http://::ffff:127.0.0.1/",
                "http://[127.0.0.1]/",
                "http://[2130706433]/",
                "http://[localhost]/",
                "http://[]/",
                "http://[::1/",
                "http://::1]/",
                "http://[[::1]]/",
                "http://[::1].example.com/",
                "http://[::1]example.com/",
                "http://example.com[::1]/",
                "http://[::1]@example.com/",
                "http://[1::2::3]/",
                "http://[1:2:3:4:5:6:7:8:9]/",
                "http://[12345::1]/",
                "http://[::ffff:0177.0.0.1]/",
                "http://[::ffff:127.1]/",
                "http://[::ffff:2130706433]/",
                "http://[::ffff:256.0.0.1]/",
                "http://[::ffff:0x7f.0.0.1]/",
                "http://[::1]:80:90/",
                "http://[v1.fe80]/",
                "http://[/",
                "http://[::1%25]80/",
                "https://example.com:0/",
                "https://example.com:00000/",
                "https://example.com:65536/",
                "https://example.com:4294967739/",
                "https://example.com:-1/",
                "https://example.com:+80/",
                "https://example.com: 80/",
                "https://example.com:8O/",
                "https://example.com:0x50/",
                "https://example.com:80.0/",
                "https://example.com:%38%30/",
                "https://example.com:80:80/",
                "https://example.com:80@25/",
                "https://127.0.0.1:11211:80/",
            })
    void isRefused(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebhookUrl.parse(url, true))
                .withMessageMatching("(has|holds|must|names|is) .*");
    }

    @ParameterizedTest
    @CsvSource({
        "http://08/, has a host that ends in a number and is no IPv4 address",
        "http://a_b.example/, 'names no valid host: between dots stand 1 to 63 letters, digits and inner hyphens'",
        "http://a@b/, must not hold user information",
        "http://localhos%74/, must not hold a % in its host",
        "http://example.com:65536/, has no valid port",
        "http:///x, names no host",
        "http://[::ffff:127.1]/, is not a URL: ",
        "http://bücher.example/, an international name is written xn--",
    })
    void tellsWhy(String url, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebhookUrl.parse(url, true))
                .withMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({"63, true", "64, false"})
    void aLabelHasAtMost63Characters(int length, boolean taken) {
        String url = "https://" + "a".repeat(length) + ".example/";

        assertThat(taken(url)).isEqualTo(taken);
    }

    @ParameterizedTest
    @CsvSource({"61, true", "62, false"})
    void aNameHasAtMost253Characters(int last, boolean taken) {
        String url = "https://" + ("a".repeat(63) + ".").repeat(3) + "a".repeat(last) + "./";

        assertThat(taken(url)).isEqualTo(taken);
    }

    private static boolean taken(String url) {
        try {
            WebhookUrl.parse(url, true);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
