import type { PermissionsView } from "./api-types.ts";

/** What a plugin may do, in words. */
export function PermissionList({ permissions }: { readonly permissions: PermissionsView | undefined }) {
  const { directories = [], http = [], env = [] } = permissions ?? {};
  if (directories.length + http.length + env.length === 0) {
    return <p class="permissions-none">Nothing beyond computing, clocks and random numbers</p>;
  }
  return (
    <ul class="permissions">
      {directories.map(({ guestPath, hostPath, access }) => (
        <li key={guestPath}>
          {access === "write" ? "Writes" : "Reads"} <code>{guestPath}</code>
          <span class="quiet">
            {" "}
            which is <code>{hostPath}</code>
          </span>
        </li>
      ))}
      {http.map((origin) => (
        <li key={origin}>
          Sends to <code>{origin}</code>
        </li>
      ))}
      {env.map((name) => (
        <li key={name}>
          Knows <code>{name}</code> of the environment
        </li>
      ))}
    </ul>
  );
}
