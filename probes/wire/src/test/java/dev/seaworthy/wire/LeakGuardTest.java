package dev.seaworthy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeakGuardTest {
    @Test
    void notices_a_buffer_that_nobody_released() throws Exception {
        List<Long> addresses = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ByteBuf lost = ByteBufAllocator.DEFAULT.ioBuffer(64);
            addresses.add((long) lost.capacity());
        }
        for (int round = 0; round < 50 && LeakGuard.LEAKS.isEmpty(); round++) {
            LeakGuard.findLeaks();
        }

        assertThat(addresses).hasSize(20);
        assertThat(LeakGuard.LEAKS).isNotEmpty();
        // The other lost buffers come to light in their own time; none of them may be taken for a leak of the engine.
        LeakGuard.expect("LeakGuardTest");
    }
}
