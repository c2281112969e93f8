package io.fleethub.standalone.pki;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names and addresses that a server certificate is for. */
final class SubjectNames {
    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "::1");

    private SubjectNames() {}

    /** Loopback, this machine's host name, and what the operator named. */
    static Set<String> wanted(String hostName, Collection<String> given) {
        return Stream.of(LOOPBACK.stream(), Stream.of(hostName), given.stream())
                .flatMap(names -> names)
                .filter(name -> !name.isBlank())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Whether the certificate is for all of these names. */
    static boolean cover(X509Certificate certificate, Collection<String> names) throws CertificateParsingException {
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        if (alternatives == null) {
            return false;
        }
        Set<String> present = alternatives.stream()
                .map(alternative -> canonical(String.valueOf(alternative.get(1))))
                .collect(Collectors.toSet());
        return names.stream().map(SubjectNames::canonical).allMatch(present::contains);
    }

    static boolean isAddress(String name) {
        return name.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}") || name.contains(":");
    }

    /** One spelling for an address; a literal is never looked up. */
    private static String canonical(String name) {
        if (!isAddress(name)) {
            return name;
        }
        try {
            return InetAddress.getByName(name).getHostAddress();
        } catch (UnknownHostException e) {
            return name;
        }
    }
}
