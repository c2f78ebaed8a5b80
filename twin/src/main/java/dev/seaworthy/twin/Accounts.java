package dev.seaworthy.twin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Who can log in. Keeps salted digests, not passwords. Immutable. */
final class Accounts {
    private final Map<String, Account> byEmail = new HashMap<>();
    private final Map<String, User> byId = new HashMap<>();
    private final byte[] salt = new byte[16];

    Accounts(Map<String, String> passwords) {
        new SecureRandom().nextBytes(salt);
        passwords.forEach((email, password) -> {
            String shortId = "user-" + email.replaceFirst("@.*", "");
            User user = new User(byId.containsKey(shortId) ? "user-" + email : shortId, email);
            byId.put(user.id(), user);
            byEmail.put(email, new Account(user, digest(password)));
        });
    }

    /** The user, if the password is right. An unknown address takes the same path as a wrong password. */
    Optional<User> login(String email, String password) {
        byte[] given = digest(password);
        Account account = byEmail.get(email);
        boolean right = MessageDigest.isEqual(given, account == null ? new byte[given.length] : account.digest);
        return account != null && right ? Optional.of(account.user) : Optional.empty();
    }

    /** Whoever comes first in the alphabet. */
    User first() {
        return byEmail.entrySet().stream()
                .min(Map.Entry.comparingByKey())
                .orElseThrow()
                .getValue()
                .user;
    }

    /** The user whom a token's subject names: by id, or by e-mail address. */
    Optional<User> subject(String subject) {
        Account account = byEmail.get(subject);
        return account != null ? Optional.of(account.user) : Optional.ofNullable(byId.get(subject));
    }

    private byte[] digest(String password) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(salt);
            return sha.digest(password.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private record Account(User user, byte[] digest) {
        @Override
        public String toString() {
            return user.email();
        }
    }
}
