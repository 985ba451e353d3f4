import { once } from "node:events";
import { connect as connectTls } from "node:tls";
import { connect as connectNats } from "nats";
import pg from "pg";
import { expect, inject, test } from "vitest";

test("the provided NATS has JetStream with atomic batches", async () => {
  const nats = await connectNats({ servers: inject("natsUrl") });
  const { version, jetstream } = nats.info ?? {};
  await nats.close();
  expect(jetstream).toBe(true);
  expect(version).toMatch(/^2\.(1[2-9]|[2-9]\d)\./);
});

test("in the provided Postgres a test file can make a database of its own", async () => {
  const client = new pg.Client({ connectionString: inject("postgresUrl") });
  await client.connect();
  await client.query("create database servers_int_test");
  await client.query("drop database servers_int_test");
  await client.end();
});

test("the provided directory answers over LDAPS with a certificate of its own authority", async () => {
  const { host, ldapsPort: port, caPem } = inject("ldap");
  const trusting = connectTls({ host, port, ca: caPem });
  await once(trusting, "secureConnect");
  trusting.destroy();
  const others = connectTls({ host, port });
  await expect(once(others, "secureConnect")).rejects.toThrow(/certificate/);
});
