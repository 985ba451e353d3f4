import { describe, expect, test } from "vitest";
import { Intake } from "./intake.ts";

const message = (delivery: number, sequence = delivery, bytes = 10) => ({ delivery, sequence, bytes });
const following = { follow: true, pending: 0, after: 0, maxMessages: 3, maxBytes: 1000, maxDelayMs: 50 };
const bounded = { ...following, follow: false };

describe("while it follows", () => {
  test("a batch is due when it is full", () => {
    const intake = new Intake(following);
    intake.beginPull();
    for (const delivery of [1, 2, 3]) intake.receive(message(delivery), 1000);
    expect(intake.dueInMs(1000)).toBe(0);
    expect(intake.take(1000)).toHaveLength(3);
    expect(intake.dueInMs(1000)).toBeUndefined();
  });

  test("a batch of large messages is full, and ends, before it has as many as others; the next is not asked for meanwhile", () => {
    const intake = new Intake(following);
    intake.beginPull();
    intake.receive(message(1, 1, 600), 1000);
    expect(intake.dueInMs(1000)).toBe(50);
    intake.receive(message(2, 2, 600), 1000);
    intake.receive(message(3, 3, 600), 1000);
    expect(intake.dueInMs(1000)).toBe(0);
    expect(intake.beginPull()).toBe(0);
    expect(intake.take(1000).map(({ sequence }) => sequence)).toEqual([1, 2]);
    expect(intake.beginPull()).toBe(3);
    expect(intake.take(1000).map(({ sequence }) => sequence)).toEqual([3]);
  });

  test("a batch that is not full is due some time after its first message", () => {
    const intake = new Intake(following);
    intake.beginPull();
    intake.receive(message(1), 1000);
    intake.receive(message(2), 1040);
    expect(intake.dueInMs(1040)).toBe(10);
    expect(intake.dueInMs(1060)).toBe(0);
  });

  test("one pull is in flight at a time, and a reader that takes nothing is sent two at most", () => {
    const intake = new Intake(following);
    let delivery = 0;
    let pulls = 0;
    for (let batch = intake.beginPull(); batch > 0 && pulls < 10; batch = intake.beginPull()) {
      pulls++;
      expect(intake.beginPull()).toBe(0);
      for (let count = 0; count < batch; count++) intake.receive(message(++delivery), 0);
    }
    expect(pulls).toBe(2);
    intake.take(0);
    expect(intake.beginPull()).toBe(3);
  });

  test("gaps in the stream's sequence are normal: erased messages, other subjects", () => {
    const intake = new Intake(following);
    intake.receive(message(1, 10), 0);
    intake.receive(message(2, 500), 0);
    expect(intake.interruption).toBeUndefined();
    expect(intake.take(0).map(({ sequence }) => sequence)).toEqual([10, 500]);
  });

  test.each([
    ["a gap in the delivery", [message(1, 10), message(3, 12)]],
    ["a delivery that begins late", [message(2, 10)]],
    ["a repetition", [message(1, 10), message(1, 10)]],
    ["a step back", [message(1, 10), message(2, 9)]],
  ])("%s interrupts, and nothing of it is handed over", (_name, messages) => {
    const intake = new Intake(following);
    for (const one of messages) intake.receive(one, 0);
    intake.receive(message(9, 99), 0);
    expect(intake.interruption).toMatch(/order/);
    expect(intake.take(0)).toEqual(messages.slice(0, -1));
    expect(intake.beginPull()).toBe(0);
  });

  test("what came before an interruption is handed over at once", () => {
    const intake = new Intake(following);
    intake.receive(message(1), 1000);
    intake.interrupt("the connection was lost");
    expect(intake.dueInMs(1000)).toBe(0);
  });

  test.each(["endPull", "endOfMessages"] as const)("a pull that ends early (%s) is followed by another", (end) => {
    const intake = new Intake(following);
    intake.beginPull();
    intake[end]();
    expect(intake.ended).toBe(false);
    expect(intake.beginPull()).toBe(3);
  });
});

describe("when it does not follow", () => {
  test("it asks for what there was, and ends with it", () => {
    const intake = new Intake({ ...bounded, pending: 4 });
    expect(intake.beginPull()).toBe(3);
    for (const delivery of [1, 2, 3]) intake.receive(message(delivery), 0);
    expect(intake.beginPull()).toBe(1);
    intake.receive(message(4), 0);
    expect(intake.ended).toBe(true);
    expect(intake.beginPull()).toBe(0);
  });

  test("it ends at once where there is nothing", () => {
    expect(new Intake({ ...bounded, pending: 0 }).ended).toBe(true);
  });

  test("a server that says in the middle that nothing is left is not believed", () => {
    const intake = new Intake({ ...bounded, pending: 4 });
    intake.beginPull();
    intake.receive(message(1), 0);
    intake.endOfMessages();
    expect(intake.ended).toBe(false);
    expect(intake.interruption).toMatch(/nothing is left/);
    expect(intake.take(0)).toHaveLength(1);
  });

  test("a server that says so at the end says nothing new", () => {
    const intake = new Intake({ ...bounded, pending: 1 });
    intake.beginPull();
    intake.receive(message(1), 0);
    intake.endOfMessages();
    expect([intake.ended, intake.interruption]).toEqual([true, undefined]);
  });

  test("it steps over what is known already", () => {
    const intake = new Intake({ ...bounded, pending: 3, after: 10 });
    for (const [delivery, sequence] of [
      [1, 5],
      [2, 10],
      [3, 11],
    ] as const)
      intake.receive(message(delivery, sequence), 0);
    expect(intake.take(0)).toEqual([message(3, 11)]);
    expect(intake.ended).toBe(true);
  });
});
