import { useState } from "preact/hooks";

/** Asks for the token of an agent that wants one. It is kept as long as the page is open, and nowhere else. */
export function TokenForm({ onToken }: { onToken(token: string): void }) {
  const [token, setToken] = useState("");
  const submit = (event: Event) => {
    event.preventDefault();
    if (token.trim() !== "") onToken(token.trim());
  };
  return (
    <form class="panel token-form" onSubmit={submit}>
      <h2>This agent wants its token</h2>
      <label class="field">
        <span>
          The value of <code>service.admin.token</code>
        </span>
        <input
          type="password"
          autocomplete="off"
          value={token}
          onInput={({ currentTarget }) => setToken(currentTarget.value)}
        />
      </label>
      <button type="submit" class="primary">
        Unlock
      </button>
    </form>
  );
}
