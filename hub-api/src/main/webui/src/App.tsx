import { Link, Navigate, Route, Routes } from "react-router";
import { useSession } from "./api/session";
import { SignIn } from "./features/auth/SignIn";
import { SignOutButton } from "./features/auth/SignOutButton";
import { NodePage } from "./features/nodes/NodePage";
import { NodesPage } from "./features/nodes/NodesPage";
import { NodeCommands } from "./features/commands/NodeCommands";
import { ServiceActions } from "./features/commands/ServiceActions";
import { LatestValues } from "./features/telemetry/LatestValues";
import { Notice } from "./ui/Notice";

/** Who is signed in decides what is shown; the pages are put together here, so that no feature imports another. */
export function App() {
  const session = useSession();
  if (session.state === "unknown") return <Notice kind="loading" title="Signing in…" />;
  if (session.state === "signed-out") return <SignIn />;
  return (
    <>
      <a className="skip-link" href="#main">
        Skip to content
      </a>
      <header className="bar">
        <Link to="/nodes" className="brand">
          Fleethub
        </Link>
        <SignOutButton />
      </header>
      <main id="main">
        <Routes>
          <Route path="/" element={<Navigate to="/nodes" replace />} />
          <Route path="/nodes" element={<NodesPage />} />
          <Route
            path="/nodes/:nodeId"
            element={
              <NodePage
                serviceActions={(nodeId, service) => <ServiceActions nodeId={nodeId} service={service} />}
                sections={(nodeId) => (
                  <>
                    <LatestValues nodeId={nodeId} />
                    <NodeCommands nodeId={nodeId} />
                  </>
                )}
              />
            }
          />
          <Route path="*" element={<Notice kind="empty" title="There is no such page." />} />
        </Routes>
      </main>
    </>
  );
}
