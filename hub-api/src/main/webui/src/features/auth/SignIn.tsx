import { useMutation } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { signIn } from "../../api/session";
import { Notice } from "../../ui/Notice";

export function SignIn() {
  const attempt = useMutation({
    mutationFn: (form: FormData) => signIn(String(form.get("email")), String(form.get("password"))),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    attempt.mutate(new FormData(event.currentTarget));
  };
  return (
    <main className="sign-in">
      <h1>Fleethub</h1>
      <form onSubmit={submit}>
        <label>
          E-mail
          <input name="email" type="email" autoComplete="username" required autoFocus />
        </label>
        <label>
          Password
          <input name="password" type="password" autoComplete="current-password" required />
        </label>
        <button type="submit" disabled={attempt.isPending}>
          {attempt.isPending ? "Signing in…" : "Sign in"}
        </button>
      </form>
      {attempt.isError && <Notice kind="error" title={attempt.error.message} />}
    </main>
  );
}
