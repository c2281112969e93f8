package io.fleethub.verifier;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Journals of nodes, read from their files. Filled by one thread, then only read. */
final class JournalFile {

    private static final String TO_BE_REFUSED = "!";

    /** A poisonous message that the broker has acknowledged. */
    record PoisonEntry(String node, String sha256) {}

    private final Map<String, Map<String, StreamJournal>> streams = new HashMap<>();
    private final List<PoisonEntry> poison = new ArrayList<>();

    /** Adds what one file says; indexes count within a file. */
    void read(Path file) throws IOException {
        Map<String, StreamJournal> byIndex = new HashMap<>();
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.US_ASCII)) {
            String line = lines.readLine();
            for (int number = 1; line != null; number++) {
                String next = lines.readLine();
                read(line, next == null, byIndex, file + ":" + number);
                line = next;
            }
        }
    }

    private void read(String line, boolean last, Map<String, StreamJournal> byIndex, String place) throws IOException {
        String[] words = line.split(" ");
        try {
            if ("N".equals(words[0])) {
                byIndex.put(words[1], stream(words[2], words[3]));
                return;
            }
            StreamJournal stream = byIndex.get(words[1]);
            if (stream == null) {
                throw new IOException(place + ": node " + words[1] + " was not named before");
            }
            switch (words[0]) {
                case "S" -> made(stream, words);
                case "F" -> stream.forgotten(Long.parseLong(words[2]), Long.parseLong(words[3]));
                case "B" -> poison.add(new PoisonEntry(stream.node(), words[2]));
                default -> throw new IOException(place + ": '" + words[0] + "' is no kind of line");
            }
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            if (!last) { // the end of a journal that is still being written may be half a line
                throw new IOException(place + ": cannot be read: " + e.getMessage(), e);
            }
        }
    }

    private static void made(StreamJournal stream, String[] words) {
        long seq = Long.parseLong(words[2]);
        for (int i = 3; i < words.length; i++) {
            if (TO_BE_REFUSED.equals(words[i])) {
                stream.madeToBeRefused(seq);
            } else {
                stream.made(seq, Long.parseUnsignedLong(words[i], 16));
            }
            seq++;
        }
    }

    StreamJournal stream(String node, String stream) {
        return streams.computeIfAbsent(node, key -> new HashMap<>())
                .computeIfAbsent(stream, key -> new StreamJournal(node, stream));
    }

    /** Node to stream to what was written down. */
    Map<String, Map<String, StreamJournal>> streams() {
        return streams;
    }

    List<PoisonEntry> poison() {
        return poison;
    }
}
