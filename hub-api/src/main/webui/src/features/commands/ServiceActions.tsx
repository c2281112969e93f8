import { Notice } from "../../ui/Notice";
import { FINAL, useNodeCommands, useSubmitCommand } from "./queries";

/** Restarts one service; the button waits while a restart of it is under way, wherever it was asked for. */
export function ServiceActions({ nodeId, service }: { nodeId: string; service: string }) {
  const { commands } = useNodeCommands(nodeId);
  const submit = useSubmitCommand(nodeId);
  const running = commands.find(
    (c) => c.operation === "RESTART" && c.parameters.service === service && !FINAL.has(c.status),
  );
  return (
    <span className="actions">
      {submit.isError && <Notice kind="error" title={submit.error.message} />}
      <button
        type="button"
        disabled={submit.isPending || running !== undefined}
        aria-label={`Restart ${service}`}
        onClick={() => submit.mutate({ operation: "RESTART", parameters: { service } })}
      >
        {running ? `Restarting (${running.status.replaceAll("_", " ")})…` : "Restart"}
      </button>
    </span>
  );
}
