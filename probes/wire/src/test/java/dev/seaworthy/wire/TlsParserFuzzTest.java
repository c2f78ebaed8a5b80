package dev.seaworthy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** As {@link ParserFuzzTest}, for the answers to a ClientHello. */
class TlsParserFuzzTest {
    /** However an answer is cut, it means the same; nothing is thrown, and nothing is kept without a bound. */
    @FuzzTest(maxDuration = "2m")
    void answers(byte[] bytes) {
        TlsParser whole = new TlsParser(new byte[0], null);
        whole.feed(bytes);
        TlsParser cut = new TlsParser(new byte[0], null);
        for (byte octet : bytes) {
            cut.feed(new byte[] {octet});
        }
        // With our keys what is encrypted is refused at another place; but it must be refused.
        TlsParser keyed = new TlsParser(new byte[0], TlsKeys.fresh());
        keyed.feed(bytes);

        assertThat(cut.ending()).isEqualTo(whole.ending());
        assertThat(cut.flaw()).isEqualTo(whole.flaw());
        assertThat(cut.alert()).isEqualTo(whole.alert());
        assertThat(String.valueOf(cut.choice())).isEqualTo(String.valueOf(whole.choice()));
        TlsReply.Choice choice = whole.choice();
        if (choice != null) {
            assertThat(choice.certificates()).hasSizeLessThanOrEqualTo(TlsReply.Choice.MOST_CERTIFICATES);
        }
        if (whole.ending() == TlsReply.Ending.AGREED) {
            assertThat(choice).isNotNull();
            assertThat(keyed.ending()).isEqualTo(TlsReply.Ending.AGREED);
        }
    }
}
