import { expect, test } from "vitest";
import { comesFromOwnPage } from "./own-page.ts";

const HERE = "https://console.example.com";
const own = { "x-dirstream-console": "1" };

test.each([
  ["a browser that tells where the request comes from", { ...own, "sec-fetch-site": "same-origin", origin: HERE }],
  ["fetch metadata alone", { ...own, "sec-fetch-site": "same-origin" }],
  ["an older browser, which tells the origin only", { ...own, origin: HERE }],
  [
    "our page by another name of this server",
    { ...own, "sec-fetch-site": "same-origin", origin: "http://localhost:7400", host: "localhost:7400" },
  ],
])("%s is believed", (_, headers) => {
  expect(comesFromOwnPage(headers, HERE)).toBe(true);
});

test.each([
  ["a form of another site", { "sec-fetch-site": "cross-site", origin: "https://evil.example" }],
  ["a form of our own site, without the header", { "sec-fetch-site": "same-origin", origin: HERE }],
  ["another site with the header", { ...own, "sec-fetch-site": "cross-site", origin: "https://evil.example" }],
  ["another site that claims to be ours", { ...own, "sec-fetch-site": "cross-site", origin: HERE }],
  ["a neighbour under the same domain", { ...own, "sec-fetch-site": "same-site", origin: "https://blog.example.com" }],
  ["an address that somebody typed", { ...own, "sec-fetch-site": "none" }],
  ["another origin in an older browser", { ...own, origin: "https://evil.example", host: "console.example.com" }],
  ["an origin that ends like ours", { ...own, origin: "https://console.example.com.evil.example", host: "console.example.com" }],
  ["a sandboxed frame", { ...own, "sec-fetch-site": "same-origin", origin: "null", host: "console.example.com" }],
  ["nobody who tells anything", own],
  ["nothing at all", {}],
])("%s is not", (_, headers) => {
  expect(comesFromOwnPage(headers, HERE)).toBe(false);
});
