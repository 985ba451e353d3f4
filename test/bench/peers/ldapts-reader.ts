import { runPeer } from "./peer-task.ts";

/** What is used of ldapts; its own declarations are there only when it is installed. */
interface Ldapts {
  readonly Client: new (options: {
    url: string;
  }) => {
    bind(dn: string, password: string): Promise<void>;
    unbind(): Promise<void>;
    searchPaginated(dn: string, options: object): AsyncIterable<{ searchEntries: readonly unknown[] }>;
  };
}

await runPeer(async ({ url, bindDn, bindPassword, baseDn }, load) => {
  const { Client } = load<Ldapts>("ldapts");
  return async () => {
    const client = new Client({ url });
    await client.bind(bindDn, bindPassword);
    let entries = 0;
    const options = { scope: "sub", filter: "(objectClass=*)", attributes: ["*", "+"], paged: { pageSize: 1000 } };
    for await (const page of client.searchPaginated(baseDn, options)) entries += page.searchEntries.length;
    await client.unbind();
    return entries;
  };
});
