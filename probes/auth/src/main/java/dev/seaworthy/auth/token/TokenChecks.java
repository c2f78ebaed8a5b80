package dev.seaworthy.auth.token;

import dev.seaworthy.auth.bench.AuthCheck;
import java.util.List;
import java.util.stream.Stream;

/** What a resource server makes of a token: the checks, in report order. */
public final class TokenChecks {
    public static final List<AuthCheck> ALL = Stream.<List<AuthCheck>>of(
                    List.of(
                            new TokenRequired(),
                            new GarbageRefused(),
                            new ExpiredRefused(),
                            new TamperedRefused(),
                            new SignatureChecked()),
                    ForgedKeys.ALL,
                    List.of(new KeyConfusion(), new SecretUnguessable()),
                    KeyAddress.ALL,
                    List.of(new RetiredKeyRefused()),
                    ForgedClaims.ALL,
                    List.of(new TokenTypeChecked(), new LifetimeBounded(), EncodingStrict.CHECK, new SizeSurvived()),
                    CarrierChecked.ALL,
                    List.of(new SchemeCaseIgnored()),
                    RefusalsTold.ALL,
                    List.of(new MalformedSurvived()))
            .flatMap(List::stream)
            .toList();

    private TokenChecks() {}
}
