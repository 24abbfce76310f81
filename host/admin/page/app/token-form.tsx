import { useState } from "preact/hooks";

/** Asks for the token of an agent that wants one. It is kept as long as the page is open, and nowhere else. */
export function TokenForm(props: { readonly wasTried: boolean; onToken(token: string): void }) {
  const { wasTried, onToken } = props;
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
      {wasTried && (
        <p class="is-bad" role="alert">
          That was not the token.
        </p>
      )}
      <button type="submit" class="primary">
        Unlock
      </button>
    </form>
  );
}
