package io.fleethub.simulator;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/** Messages that nobody can keep, each unlike any other, so that each has a row of its own in quarantine. */
enum Poison {
    NO_JSON {
        @Override
        String text(String salt) {
            return "poison " + salt;
        }
    },
    CUT_OFF {
        @Override
        String text(String salt) {
            return "{\"v\":1,\"streamId\":\"" + salt + "\",\"reports\":[{\"seq\":";
        }
    },
    WRONG_SHAPE {
        @Override
        String text(String salt) {
            return "{\"v\":1,\"reports\":\"" + salt + "\"}";
        }
    },
    NUL {
        @Override
        String text(String salt) {
            return "{\"v\":1,\"reports\":[{\"metrics\":{\"a\":\"" + salt + "\0\"}}]}";
        }
    },
    DEEP {
        @Override
        String text(String salt) {
            return "{\"v\":1,\"salt\":\"" + salt + "\",\"reports\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}";
        }
    },
    WRONG_VERSION {
        @Override
        String text(String salt) {
            return "{\"v\":99,\"streamId\":\"" + salt + "\",\"reports\":[{\"seq\":1,\"metrics\":{}}]}";
        }
    },
    TOO_LARGE {
        @Override
        String text(String salt) {
            return "{\"v\":1,\"salt\":\"" + salt + "\",\"fill\":\"" + "x".repeat(260 << 10) + "\"}";
        }
    };

    /** One in so many is too large: a message of that size is as much work as hundreds of the others. */
    private static final int LARGE_ONE_IN = 50;

    abstract String text(String salt);

    static byte[] next(RandomGenerator random) {
        Poison kind = random.nextInt(LARGE_ONE_IN) == 0 ? TOO_LARGE : values()[random.nextInt(values().length - 1)];
        return kind.text(Long.toHexString(random.nextLong())).getBytes(StandardCharsets.UTF_8);
    }
}
