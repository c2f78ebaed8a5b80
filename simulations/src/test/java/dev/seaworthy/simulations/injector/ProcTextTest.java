package dev.seaworthy.simulations.injector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.simulations.injector.ProcText.CpuTimes;
import dev.seaworthy.simulations.injector.ProcText.Throttling;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcTextTest {
    private static final String STAT = """
            cpu  13062 0 1742 191070 237 0 102 20 0 0
            cpu0 6694 0 863 95357 154 0 41 11 0 0
            cpu1 6368 7 879 95713 83 3 61 9 5 0
            intr 218123 0 0 0 0 0
            ctxt 374327
            """;
    private static final String STATUS = """
            Name:\tjava
            Cpus_allowed:\tff,0000000d
            Cpus_allowed_list:\t0,2-3,32-39
            Mems_allowed_list:\t0
            """;
    private static final String PRESSURE = """
            some avg10=4.89 avg60=2.43 avg300=3.56 total=29392439
            full avg10=0.00 avg60=0.00 avg300=0.00 total=0
            """;
    private static final String CGROUP_2 = "0::/system.slice/build.service\n";
    private static final String CGROUP_1 = """
            9:name=systemd:/
            4:memory:/docker/1f
            2:cpu,cpuacct:/docker/1f
            0::/docker/1f
            """;
    private static final String CPU_STAT_2 = """
            usage_usec 48151623
            user_usec 40000000
            system_usec 8151623
            nr_periods 220
            nr_throttled 17
            throttled_usec 1250000
            """;
    private static final String CPU_STAT_1 = """
            nr_periods 220
            nr_throttled 17
            throttled_time 1250000000
            """;
    private static final String SNMP = """
            Ip: Forwarding DefaultTTL InReceives
            Ip: 1 64 9745
            Tcp: RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens PassiveOpens AttemptFails EstabResets CurrEstab InSegs OutSegs RetransSegs InErrs OutRsts InCsumErrors
            Tcp: 1 200 120000 -1 126 102 1 4 0 9745 8416 31 0 34 0
            Udp: InDatagrams NoPorts
            Udp: 0 0
            """;
    private static final String SOCKSTAT = """
            sockets: used 16
            TCP: inuse 5 orphan 0 tw 2 alloc 1 mem 34
            UDP: inuse 0 mem 0
            """;
    private static final String SOCKSTAT_6 = """
            TCP6: inuse 3
            UDP6: inuse 0
            """;

    @Test
    void reads_what_each_processor_did() {
        assertThat(ProcText.cpuTimes(STAT))
                .isEqualTo(Map.of(
                        0, new CpuTimes(6694 + 863 + 41, 11, 6694 + 863 + 95357 + 154 + 41 + 11),
                        1, new CpuTimes(6368 + 7 + 879 + 3 + 61, 9, 6368 + 7 + 879 + 95713 + 83 + 3 + 61 + 9)));
    }

    @Test
    void reads_which_processors_may_be_used() {
        assertThat(ProcText.allowedCpus(STATUS)).containsExactly(0, 2, 3, 32, 33, 34, 35, 36, 37, 38, 39);
    }

    @Test
    void reads_pressure_sockets_and_retransmits() {
        assertThat(ProcText.pressureMicros(PRESSURE)).isEqualTo(29392439);
        assertThat(ProcText.tcpSockets(SOCKSTAT)).isEqualTo(5);
        assertThat(ProcText.tcpSockets(SOCKSTAT_6)).isEqualTo(3);
        assertThat(ProcText.retransmits(SNMP)).isEqualTo(31);
    }

    @Test
    void reads_throttling_of_either_version_of_control_groups() {
        assertThat(ProcText.throttling(CPU_STAT_1)).isEqualTo(new Throttling(17, 1.25));
        assertThat(ProcText.throttling(CPU_STAT_2)).isEqualTo(new Throttling(17, 1.25));
    }

    @Test
    void knows_where_a_control_group_keeps_its_figures() {
        assertThat(ProcText.cpuStatFiles(CGROUP_2))
                .startsWith("/system.slice/build.service/cpu.stat")
                .contains("/cpu.stat");
        assertThat(ProcText.cpuStatFiles(CGROUP_1))
                .startsWith("/cpu,cpuacct/docker/1f/cpu.stat", "/cpu/docker/1f/cpu.stat");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "cpu0 1 2 3",
                "cpux 1 2 3 4 5 6 7 8",
                "cpu0 1 2 3 4 -5 6 7 8",
                "cpu99999999999999999999 1 2 3 4 5 6 7 8",
                "cpu0 9999999999999999999 2 3 4 5 6 7 8",
                "Cpus_allowed_list:\t3-1",
                "Cpus_allowed_list:\t0-999999999999",
                "Cpus_allowed_list:\t",
                "Cpus_allowed_list:\t0,,1",
                "some avg10=1",
                "some total=",
                "some total=-1",
                "nr_throttled 1",
                "throttled_usec 1",
                "nr_throttled x\nthrottled_usec 1",
                "Tcp: RetransSegs\nTcp: x",
                "Tcp: RtoMin\nTcp: 1",
                "Tcp: A RetransSegs\nTcp: 1",
                "Tcp: RetransSegs",
                "TCP: inuse",
                "TCP: orphan 1",
                "TCP: inuse 1x"
            })
    void what_is_malformed_is_null(String text) {
        String given = text == null ? "\0" : text;
        assertThat(ProcText.cpuTimes(given)).isNull();
        assertThat(ProcText.allowedCpus(given)).isNull();
        assertThat(ProcText.pressureMicros(given)).isNull();
        assertThat(ProcText.throttling(given)).isNull();
        assertThat(ProcText.retransmits(given)).isNull();
        assertThat(ProcText.tcpSockets(given)).isNull();
        assertThat(ProcText.cpuStatFiles(given)).isEmpty();
    }

    @Test
    void nothing_that_is_damaged_makes_a_parser_throw() {
        SplittableRandom random = new SplittableRandom(41);
        List<String> whole =
                List.of(STAT, STATUS, PRESSURE, CGROUP_1, CGROUP_2, CPU_STAT_1, CPU_STAT_2, SNMP, SOCKSTAT, SOCKSTAT_6);
        for (int trial = 0; trial < 20_000; trial++) {
            StringBuilder text = new StringBuilder(whole.get(random.nextInt(whole.size())));
            for (int change = random.nextInt(1, 6); change > 0; change--) {
                text.setCharAt(random.nextInt(text.length()), " \n:,-=9x\0\u0660".charAt(random.nextInt(10)));
            }
            text.setLength(random.nextInt(text.length() + 1));
            String damaged = text.toString();
            ProcText.cpuTimes(damaged);
            ProcText.allowedCpus(damaged);
            ProcText.pressureMicros(damaged);
            ProcText.throttling(damaged);
            ProcText.retransmits(damaged);
            ProcText.tcpSockets(damaged);
            ProcText.cpuStatFiles(damaged);
        }
    }
}
