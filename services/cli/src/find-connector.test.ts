import { expect, test } from "vitest";
import { Connector } from "./answers.ts";
import { chooseConnector } from "./find-connector.ts";

const connector = (connectorId: string, name: string) => Connector.parse({ connectorId, name });
const [hq, lab, lab2] = [connector("hq", "Head office"), connector("lab-1", "Lab"), connector("lab-2", "Lab")];

test("a connector is meant by its id, or by its name if only one has it", () => {
  expect(chooseConnector([hq, lab, lab2], "hq")).toBe(hq);
  expect(chooseConnector([hq, lab, lab2], "head OFFICE")).toBe(hq);
  expect(chooseConnector([connector("a", "hq"), hq], "hq")).toBe(hq);
});

test("a name that two have is not guessed", () => {
  expect(() => chooseConnector([hq, lab, lab2], "Lab")).toThrow(
    '2 connectors are called "Lab". Name one by its id:\n  lab-1  Lab\n  lab-2  Lab',
  );
});

test("a name that none has is answered with those there are", () => {
  expect(() => chooseConnector([hq], "nowhere")).toThrow('There is no connector "nowhere". There are:\n  hq  Head office');
});
