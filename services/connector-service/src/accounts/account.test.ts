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
