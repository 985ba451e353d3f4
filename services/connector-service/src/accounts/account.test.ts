import type { AccountEvent } from "@dirstream/contracts";
import { specify } from "@dirstream/event-sourcing";
import { test } from "vitest";
import { account } from "./account.ts";

const given = specify(account);
const by = "ann";
const registered: AccountEvent = { type: "AccountRegistered", data: { region: "europe", zone: "Etc/GMT", by } };

test("an account follows the zone of its region", () => {
  given()
    .when({ type: "ConfigureAccount", data: { region: "europe", by } })
    .then(registered);
});

test("an account may choose another zone", () => {
  given()
    .when({ type: "ConfigureAccount", data: { region: "europe", zone: "Europe/Lisbon", by } })
    .then({ type: "AccountRegistered", data: { region: "europe", zone: "Europe/Lisbon", by } });
});

test("an account moves to another region, and its zone with it", () => {
  given(registered)
    .when({ type: "ConfigureAccount", data: { region: "australia", by } })
    .then({ type: "AccountReconfigured", data: { region: "australia", zone: "Australia/Sydney", by } });
});

test("an account that says again what it is changes nothing", () => {
  given(registered)
    .when({ type: "ConfigureAccount", data: { region: "europe", zone: "Etc/GMT", by: "bob" } })
    .thenNothing();
});

const told = { emails: ["team@example.com"], webhook: "https://hooks.example.com/" };

test("an account says where it is told that a connector needs somebody, and keeps it when it moves", () => {
  given(registered)
    .when({ type: "TellAttention", data: { ...told, by } })
    .then({ type: "AccountReconfigured", data: { region: "europe", zone: "Etc/GMT", attention: told, by } });
  given({ type: "AccountReconfigured", data: { region: "europe", zone: "Etc/GMT", attention: told, by } })
    .when({ type: "ConfigureAccount", data: { region: "australia", by } })
    .then({ type: "AccountReconfigured", data: { region: "australia", zone: "Australia/Sydney", attention: told, by } });
});

test("what is left out of it stays as it is, and the same again changes nothing", () => {
  const so: AccountEvent = { type: "AccountReconfigured", data: { region: "europe", zone: "Etc/GMT", attention: told, by } };
  given(so)
    .when({ type: "TellAttention", data: { webhook: null, by } })
    .then({ type: "AccountReconfigured", data: { region: "europe", zone: "Etc/GMT", attention: { ...told, webhook: null }, by } });
  given(so)
    .when({ type: "TellAttention", data: { emails: ["team@example.com"], by: "bob" } })
    .thenNothing();
});

test("an account that is told nowhere any more is as one that never was", () => {
  given(registered, { type: "AccountReconfigured", data: { region: "europe", zone: "Etc/GMT", attention: told, by } })
    .when({ type: "TellAttention", data: { emails: [], webhook: null, by } })
    .then({ type: "AccountReconfigured", data: { region: "europe", zone: "Etc/GMT", by } });
});

test("who is not there cannot be told", () => {
  given()
    .when({ type: "TellAttention", data: { ...told, by } })
    .thenRejected(/no such account/);
});
