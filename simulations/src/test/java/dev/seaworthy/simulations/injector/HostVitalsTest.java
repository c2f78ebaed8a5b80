package dev.seaworthy.simulations.injector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.recording.HealthSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class HostVitalsTest {
    private static final long SECOND = 1_000_000_000;

    @TempDir
    Path root;

    private final HandTime time = new HandTime();

    @Test
    void tells_what_happened_since_the_last_sample() throws IOException {
        write("proc/self/status", "Cpus_allowed_list:\t0\n");
        write("proc/self/cgroup", "0::/job\n");
        machine("cpu0 0 0 0 100 0 0 0 0", "cpu1 0 0 0 100 0 0 0 0", 1_000, 3, 500_000, 10);
        HostVitals vitals = vitals();
        time.pass(SECOND);
        machine("cpu0 40 0 0 150 0 0 0 10", "cpu1 90 0 0 110 0 0 0 0", 251_000, 5, 750_000, 12);

        HealthSample.Host host = vitals.sample();

        assertThat(host.cpuShare()).isEqualTo(0.65);
        assertThat(host.busiestCpuShare()).as("of those that it may use").isEqualTo(0.4);
        assertThat(host.stealShare()).isEqualTo(0.05);
        assertThat(host.cpuPressureShare()).isEqualTo(0.25);
        assertThat(host.throttledPeriods()).isEqualTo(2);
        assertThat(host.throttledSeconds()).isEqualTo(0.25);
        assertThat(host.retransmits()).isEqualTo(2);
        assertThat(host.tcpSockets()).isEqualTo(7);
        assertThat(host.processors()).isPositive();
        time.pass(SECOND);
        assertThat(vitals.sample().retransmits()).as("since the last sample").isZero();
    }

    @Test
    void a_counter_that_was_set_back_tells_nothing() throws IOException {
        machine("cpu0 10 0 0 100 0 0 0 0", "cpu1 0 0 0 100 0 0 0 0", 1_000, 3, 500_000, 10);
        HostVitals vitals = vitals();
        time.pass(SECOND);
        machine("cpu0 0 0 0 10 0 0 0 0", "cpu1 0 0 0 10 0 0 0 0", 0, 0, 0, 0);

        HealthSample.Host host = vitals.sample();

        assertThat(host.cpuShare()).isNull();
        assertThat(host.cpuPressureShare()).isNull();
        assertThat(host.retransmits()).isNull();
    }

    @Test
    void a_system_that_tells_nothing_leaves_everything_out() {
        HealthSample.Host host = vitals().sample();

        assertThat(host)
                .isEqualTo(new HealthSample.Host(
                        Runtime.getRuntime().availableProcessors(), null, null, null, null, null, null, null, null));
    }

    /** The files of this machine are of the form that is read here. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void reads_this_machine() {
        assertThat(new HostVitals(TimeSource.system()).sample().tcpSockets()).isNotNull();
    }

    private HostVitals vitals() {
        return new HostVitals(root.resolve("proc"), root.resolve("cgroup"), time);
    }

    private void machine(String cpu0, String cpu1, long pressed, long periods, long throttled, long retransmits)
            throws IOException {
        write("proc/stat", "cpu  1 2 3 4\n" + cpu0 + "\n" + cpu1 + "\n");
        write("proc/pressure/cpu", "some avg10=0.00 total=" + pressed + "\n");
        write("cgroup/job/cpu.stat", "nr_throttled " + periods + "\nthrottled_usec " + throttled + "\n");
        write("proc/net/snmp", "Tcp: InSegs RetransSegs\nTcp: 5 " + retransmits + "\n");
        write("proc/net/sockstat", "TCP: inuse 4 orphan 0\n");
        write("proc/net/sockstat6", "TCP6: inuse 3\n");
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
