import "vitest";

/** A directory to read and to change: its own administrator, and an authority that its LDAPS certificate is signed by. */
export interface ProvidedLdap {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly ldapsUrl: string;
  readonly ldapsPort: number;
  readonly caPem: string;
  readonly adminDn: string;
  readonly adminPassword: string;
  readonly baseDn: string;
}

declare module "vitest" {
  /** What `inject` gives to `*.int.test.ts`: one server each per run. A test file makes a database, a stream namespace or a base DN of its own. */
  export interface ProvidedContext {
    readonly natsUrl: string;
    /** A superuser, in a database that nobody uses. */
    readonly postgresUrl: string;
    readonly ldap: ProvidedLdap;
  }
}
