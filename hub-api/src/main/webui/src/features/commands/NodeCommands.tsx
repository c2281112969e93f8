import { Notice } from "../../ui/Notice";
import { StateBadge } from "../../ui/StateBadge";
import { When } from "../../ui/When";
import { type Command, useNodeCommands } from "./queries";

/** The last commands of one node with their outcome; a failure says why. */
export function NodeCommands({ nodeId }: { nodeId: string }) {
  const { commands, error, isSuccess } = useNodeCommands(nodeId);
  return (
    <section aria-labelledby="commands">
      <h2 id="commands">Commands</h2>
      {error && <Notice kind="error" title={error.message} />}
      {isSuccess && commands.length === 0 && <p className="quiet">No command has been sent to this node.</p>}
      {commands.length > 0 && (
        <div className="table-frame">
          <table>
            <thead>
              <tr>
                <th scope="col">Operation</th>
                <th scope="col">Status</th>
                <th scope="col">Outcome</th>
                <th scope="col">Asked</th>
              </tr>
            </thead>
            <tbody>
              {commands.map((command) => (
                <tr key={command.commandId}>
                  <th scope="row">
                    {command.operation} <span className="quiet">{argument(command)}</span>
                  </th>
                  <td>
                    <StateBadge state={command.status} />
                  </td>
                  <td className="quiet">{outcome(command)}</td>
                  <td>
                    <When at={command.createdAt} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function argument({ parameters }: Command): string {
  const first = Object.values(parameters).find((value) => typeof value === "string");
  return first === undefined ? "" : String(first);
}

function outcome({ reason, result }: Command): string {
  if (reason) return reason.detail ? `${reason.code}: ${reason.detail}` : reason.code;
  if (result?.pidBefore != null) return `process ${result.pidBefore} → ${result.pidAfter}`;
  return "";
}
