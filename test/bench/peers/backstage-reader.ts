import { runPeer } from "./peer-task.ts";

/** What is used of Backstage, all of it public; its own declarations are there only when it is installed. */
interface BackstageConfig {
  readonly ConfigReader: new (data: object) => object;
}
interface BackstageLdap {
  readonly LdapClient: { create(logger: object, target: string, bind: object): Promise<object> };
  readonly readProviderConfigs: (config: object) => readonly Provider[];
  readonly readLdapOrg: (
    client: object,
    users: object,
    groups: object,
    vendor: object | undefined,
    options: { logger: object },
  ) => Promise<{ users: readonly unknown[]; groups: readonly unknown[] }>;
}
interface Provider {
  readonly target: string;
  readonly bind: object;
  readonly users: object;
  readonly groups: object;
  readonly vendor?: object;
}

const silent = () => undefined;
const logger: object = { debug: silent, info: silent, warn: silent, error: silent, child: () => logger };

/** As somebody would configure it who wants people and groups of this directory, and takes the defaults otherwise. */
await runPeer(async ({ url, bindDn, bindPassword, peopleDn, groupsDn }, load) => {
  const { ConfigReader } = load<BackstageConfig>("@backstage/config");
  const { LdapClient, readLdapOrg, readProviderConfigs } = load<BackstageLdap>("@backstage/plugin-catalog-backend-module-ldap");
  const paged = { pageSize: 1000 };
  const ldapOrg = {
    reference: {
      target: url,
      bind: { dn: bindDn, secret: bindPassword },
      users: { dn: peopleDn, options: { filter: "(objectClass=inetOrgPerson)", paged } },
      groups: { dn: groupsDn, options: { filter: "(objectClass=groupOfNames)", paged }, map: { members: "member" } },
    },
  };
  const [provider] = readProviderConfigs(new ConfigReader({ catalog: { providers: { ldapOrg } } })) as [Provider];
  return async () => {
    const client = await LdapClient.create(logger, provider.target, provider.bind);
    const { users, groups } = await readLdapOrg(client, provider.users, provider.groups, provider.vendor, { logger });
    return users.length + groups.length;
  };
});
