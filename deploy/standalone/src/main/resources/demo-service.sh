#!/bin/sh
# The service that a demo node supervises: a till that serves a customer every few seconds and says so.
# It ends at TERM at once, and by itself when the agent that started it is gone.
node=${1:-demo}
agent=$PPID
customers=0
pause=

stop() {
    [ -z "$pause" ] || kill "$pause" 2>/dev/null
    echo "$(date -u +%Y-%m-%dT%H:%M:%SZ) INFO kiosk on $node closes after $customers customers"
    exit 0
}
trap stop TERM INT

echo "$(date -u +%Y-%m-%dT%H:%M:%SZ) INFO kiosk on $node opens, process $$"
while kill -0 "$agent" 2>/dev/null; do
    sleep 3 &
    pause=$!
    wait "$pause"
    customers=$((customers + 1))
    echo "$(date -u +%Y-%m-%dT%H:%M:%SZ) INFO kiosk on $node served customer $customers"
done
stop
