import { useQueryClient } from "@tanstack/react-query";
import { signOut } from "../../api/session";

export function SignOutButton() {
  const queries = useQueryClient();
  return (
    <button type="button" className="plain" onClick={() => void signOut().then(() => queries.clear())}>
      Sign out
    </button>
  );
}
