package dev.seaworthy.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProductionGuardTest {
    private final ProductionGuard guard = new ProductionGuard();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST",
                "localhost.",
                "api.localhost",
                "127.0.0.1",
                "127.8.9.10",
                "[::1]",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.0.7",
                "169.254.1.1",
                "[fd00::1]",
                "[fe80::1]",
                "staging.shop.com",
                "api.staging.shop.com",
                "api-staging-x7k2.run.app",
                "stg2.shop.co.uk",
                "qa1.shop.com",
                "preview-123.shop.dev",
                "backend.internal",
                "backend.test",
                "anything.example",
                "printer.local",
                "staging",
                "api.dev.shop.com",
                "uat_eu.shop.com"
            })
    void lets_test_systems_and_private_addresses_pass(String host) {
        assertThat(guard.suspicion(host)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api.shop.com",
                "shop.com",
                "www.shop.com",
                "WWW.SHOP.COM",
                "staging.com",
                "staging.co.uk",
                "shop.dev",
                "api.shop.dev",
                "live.staging.shop.com",
                "api-prod.staging.shop.com",
                "prod1.internal",
                "latest.shop.com",
                "contest.shop.com",
                "devices.shop.com",
                "localeats.shop.com",
                "localhost.shop.com",
                "127.0.0.1.shop.com",
                "8.8.8.8",
                "172.32.0.1",
                "172.15.0.1",
                "192.169.0.1",
                "2130706433",
                "127.1",
                "0177.0.0.1",
                "0.0.0.0",
                "[2001:db8::1]",
                "[::ffff:8.8.8.8]",
                "api",
                "backend"
            })
    void takes_everything_else_for_production(String host) {
        assertThat(guard.suspicion(host)).isPresent();
    }
}
