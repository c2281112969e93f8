package io.fleethub.agent.commands;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleethub.schemas.message.OperationName;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** An operation whose effects can be counted, and which waits when it is told to. */
final class FakeOperation implements Operation<String> {

    private final OperationName name;
    final List<String> effects = new CopyOnWriteArrayList<>();
    final List<String> repeats = new CopyOnWriteArrayList<>();
    volatile CountDownLatch gate = new CountDownLatch(0);
    volatile OperationResult result = new OperationResult.Succeeded(JsonNodeFactory.instance.objectNode());
    volatile boolean cancelable;
    volatile boolean repeatable;
    volatile boolean resumable;

    FakeOperation(OperationName name) {
        this.name = name;
    }

    @Override
    public OperationName name() {
        return name;
    }

    @Override
    public ObjectNode parametersSchema() {
        return JsonNodeFactory.instance.objectNode();
    }

    @Override
    public String parse(ObjectNode parameters) throws RefusedParametersException {
        return new Parameters(parameters).allowed("service", Set.of("demo")).orElse("-");
    }

    @Override
    public OperationResult run(String service, CommandContext context) throws InterruptedException {
        context.checkpoint("before the effect on " + service);
        effects.add(context.commandId() + "/" + context.attempt());
        gate.await();
        return result;
    }

    @Override
    public OperationResult resume(String service, CommandContext context) throws InterruptedException {
        if (!resumable) {
            return Operation.super.resume(service, context);
        }
        effects.add("resumed " + context.lastCheckpoint().orElse("-") + " same boot " + context.sameBoot());
        return result;
    }

    @Override
    public void repeat(String service, CommandContext context) {
        repeats.add(context.commandId() + "/" + context.attempt());
    }

    @Override
    public boolean repeatable() {
        return repeatable;
    }

    @Override
    public boolean cancelable() {
        return cancelable;
    }
}
