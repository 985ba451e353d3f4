import { expect, test } from "vitest";
import { databaseAway } from "./database-away.ts";

const failed = (message: string, code?: string) => Object.assign(new Error(message), code === undefined ? {} : { code });

test.each([
  failed("terminating connection due to administrator command", "57P01"),
  failed("canceling statement due to statement timeout", "57014"),
  failed("the database system is starting up", "57P03"),
  failed("sorry, too many clients already", "53300"),
  failed("connection failure", "08006"),
  failed('relation "account" does not exist', "42P01"),
  failed("connect ECONNREFUSED 127.0.0.1:5432", "ECONNREFUSED"),
  failed("Connection terminated unexpectedly"),
  failed("Query read timeout"),
  failed("timeout exceeded when trying to connect"),
])("$message: try again shortly", (error) => {
  expect(databaseAway(error)).toMatchObject({ status: 503, code: "unavailable" });
});

test.each([
  failed('syntax error at or near "selct"', "42601"),
  failed("division by zero", "22012"),
  failed("x is not a function"),
  "57P01",
])("a mistake of ours is no such thing: %s", (error) => {
  expect(databaseAway(error)).toBeUndefined();
});
