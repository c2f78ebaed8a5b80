package dev.seaworthy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test class after which Netty finds a buffer that was not released. */
public final class LeakGuard implements AfterAllCallback {
    private static volatile String expected = "nobody's";

    static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

    static {
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new ResourceLeakDetectorFactory() {
            @Override
            public <T> ResourceLeakDetector<T> newResourceLeakDetector(
                    Class<T> resource, int samplingInterval, long maxActive) {
                return new Recording<>(resource, samplingInterval);
            }
        });
    }

    /** From now on, buffers that were made in this class do not count. */
    static void expect(String maker) {
        expected = maker;
        LEAKS.removeIf(leak -> leak.contains(maker));
    }

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        findLeaks();
        assertThat(LEAKS).isEmpty();
    }

    /** Lets the collector find what nobody holds any more; the detector speaks when the next buffer is made. */
    static void findLeaks() throws InterruptedException {
        for (int round = 0; round < 2; round++) {
            ReferenceQueue<Object> collected = new ReferenceQueue<>();
            WeakReference<Object> garbage = new WeakReference<>(new Object(), collected);
            System.gc();
            // The collector has done its round when it has noticed this one.
            collected.remove(1000);
            garbage.clear();
            ByteBufAllocator.DEFAULT.ioBuffer(16).release();
        }
    }

    private static final class Recording<T> extends ResourceLeakDetector<T> {
        Recording(Class<T> resource, int samplingInterval) {
            super(resource, samplingInterval);
        }

        @Override
        protected boolean needReport() {
            return true;
        }

        @Override
        protected void reportTracedLeak(String resourceType, String records) {
            if (!records.contains(expected)) {
                LEAKS.add(resourceType + records);
            }
        }

        @Override
        protected void reportUntracedLeak(String resourceType) {
            LEAKS.add(resourceType);
        }
    }
}
