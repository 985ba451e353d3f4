import type { FastifyInstance } from "fastify";
import type { Registry } from "prom-client";
import * as z from "zod";

const Health = z.object({ status: z.enum(["ok", "unready"]) });
const hidden = { hide: true };

/**
 * Liveness, readiness and metrics; none needs a token. Alive means that the process answers: a NATS that is away
 * makes it unready, but must not have it restarted in a loop.
 */
export const addHealth = (app: FastifyInstance, ready: () => boolean | Promise<boolean>, metrics: Registry): void => {
  const config = { open: true } as const;
  app.get("/healthz", { config, schema: { ...hidden, response: { 200: Health } } }, async () => ({ status: "ok" }));
  app.get("/readyz", { config, schema: { ...hidden, response: { 200: Health, 503: Health } } }, async (_request, reply) => {
    const isReady = await ready();
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? "ok" : "unready" });
  });
  app.get("/metrics", { config, schema: hidden }, async (_request, reply) => reply.type(metrics.contentType).send(await metrics.metrics()));
};
