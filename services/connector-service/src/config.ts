import { AuthConfig, ServiceConfig } from "@dirstream/service";
import * as z from "zod";

export const Config = ServiceConfig.extend({
  /** The fetchers' public key: 32 bytes (X25519) in base64. */
  SEAL_PUBLIC_KEY_FILE: z.string(),
}).and(AuthConfig);
