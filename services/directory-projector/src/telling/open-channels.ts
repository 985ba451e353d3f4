import { readFile } from "node:fs/promises";
import { allowAddressIn } from "@dirstream/service";
import type { Config } from "../config.ts";
import type { Channels } from "./channels.ts";
import { openSigner } from "./sign.ts";

type Settings = Pick<Config, "SMTP_URL" | "MAIL_FROM" | "WEBHOOK_SIGNING_KEY_FILE" | "CONSOLE_URL" | "ALLOW_ADDRESSES" | "DENY_ADDRESSES">;

export const openChannels = async (settings: Settings): Promise<Channels> => {
  const { SMTP_URL: server, MAIL_FROM: from, WEBHOOK_SIGNING_KEY_FILE: keyFile, CONSOLE_URL: consoleUrl = "" } = settings;
  const allowAddress = allowAddressIn(settings.ALLOW_ADDRESSES, settings.DENY_ADDRESSES);
  return {
    consoleUrl,
    email: server === undefined || from === undefined ? undefined : { server, from },
    webhook: keyFile === undefined ? undefined : { signer: openSigner(await readFile(keyFile, "utf8")), allowAddress },
  };
};
