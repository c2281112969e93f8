package io.fleethub.agent.operations.logs;

/** The parameters of FETCH_LOGS, judged. */
record FetchRequest(LogSource source, LogQuery query) {}
