import { parseConfig } from "@dirstream/service";
import { expect, test } from "vitest";
import { ConsoleConfig } from "./config.ts";

const enough = {
  ...{ CONNECTOR_SERVICE_URL: "http://127.0.0.1:1", PROJECTOR_URL: "http://127.0.0.1:2", PUBLIC_URL: "https://console.example.com" },
  ...{ SESSION_KEYS_FILE: "/keys", JWKS_FILE: "/jwks", JWT_ISSUER: "https://id.example.com", JWT_AUDIENCE: "dirstream" },
};

test("what must be said is little, and nobody gets in by a link unless that is said too", () => {
  expect(parseConfig(ConsoleConfig, enough)).toMatchObject({
    config: {
      LINK_SIGN_IN: "off",
      SESSION_HOURS: 12,
      EGRESS_RANGES: [],
      HSTS_MAX_AGE_SECONDS: 0,
      PUBLIC_URL: "https://console.example.com",
    },
  });
});

test("egress ranges are read one by one", () => {
  const read = parseConfig(ConsoleConfig, { ...enough, EGRESS_RANGES: "203.0.113.10/31, 2001:db8::/48" });
  expect(read).toMatchObject({ config: { EGRESS_RANGES: ["203.0.113.10/31", "2001:db8::/48"] } });
});

test.each<[Record<string, string>, RegExp]>([
  [
    { PUBLIC_URL: "https://console.example.com/pages" },
    /^PUBLIC_URL: must be a URL such as https:\/\/console\.example\.com, without a path$/,
  ],
  [{ PUBLIC_URL: "console.example.com" }, /^PUBLIC_URL: must be a URL/],
  [{ EGRESS_RANGES: "203.0.113.10" }, /^EGRESS_RANGES\.0: must be address ranges/],
  [{ EGRESS_RANGES: "203.0.113.10/33" }, /^EGRESS_RANGES\.0: must be address ranges/],
  [{ OIDC_ISSUER: "http://id.example.com", OIDC_CLIENT_ID: "x" }, /^OIDC_ISSUER: must begin with https:\/\//],
  [{ OIDC_ISSUER: "https://id.example.com" }, /^OIDC_CLIENT_ID: and OIDC_ISSUER must be set together$/],
  [{ SESSION_HOURS: "0" }, /^SESSION_HOURS: must be 1 to 168$/],
  [{ LINK_SIGN_IN: "yes" }, /^LINK_SIGN_IN: /],
])("%j is refused with a sentence", (more, sentence) => {
  const read = parseConfig(ConsoleConfig, { ...enough, ...more });
  expect("problems" in read ? read.problems : []).toEqual([expect.stringMatching(sentence)]);
});
