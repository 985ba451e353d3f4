import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { expect, test } from "vitest";
import { openAuth } from "./auth.ts";
import { Problem } from "./problem.ts";

const JWT_ISSUER = "https://issuer.test";
const JWT_AUDIENCE = "dirstream";

/** An issuer whose answer can be changed. */
const startIssuer = async () => {
  const { privateKey, publicKey } = await generateKeyPair("EdDSA");
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), alg: "EdDSA", kid: "1" }] });
  const answer = { status: 200, body: keys };
  const server = createServer((_request, response) => response.writeHead(answer.status).end(answer.body)).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const token = await new SignJWT({ sub: "ann", role: "viewer", accounts: ["acme"], iss: JWT_ISSUER, aud: JWT_AUDIENCE })
    .setProtectedHeader({ alg: "EdDSA", kid: "1" })
    .setExpirationTime("1h")
    .sign(privateKey);
  return {
    answer,
    token,
    JWKS_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
};

test("an issuer's keys are fetched from its address", async () => {
  await using issuer = await startIssuer();
  const auth = await openAuth({ JWKS_URL: issuer.JWKS_URL, JWT_ISSUER, JWT_AUDIENCE });
  expect(await auth.authenticate(issuer.token)).toEqual({ subject: "ann", role: "viewer", accounts: ["acme"] });
});

test.each([
  ["fails", 500, ""],
  ["answers something else", 200, "<html>"],
  ["answers no keys", 200, "{}"],
])("an issuer that %s is away; the token is not to blame", async (_what, status, body) => {
  await using issuer = await startIssuer();
  Object.assign(issuer.answer, { status, body });
  const auth = await openAuth({ JWKS_URL: issuer.JWKS_URL, JWT_ISSUER, JWT_AUDIENCE });
  const problem = await auth.authenticate(issuer.token).catch((error: unknown) => error);
  expect(problem).toBeInstanceOf(Problem);
  expect((problem as Problem).status).toBe(503);
});

test("an issuer that cannot be reached is away", async () => {
  const issuer = await startIssuer();
  await issuer[Symbol.asyncDispose]();
  const auth = await openAuth({ JWKS_URL: issuer.JWKS_URL, JWT_ISSUER, JWT_AUDIENCE });
  await expect(auth.authenticate(issuer.token)).rejects.toMatchObject({ status: 503 });
});

test("a file that holds no keys is said when the service starts", async () => {
  await expect(openAuth({ JWKS_FILE: import.meta.filename, JWT_ISSUER, JWT_AUDIENCE })).rejects.toThrow(/JWKS_FILE/);
});
