import "vitest";

declare module "vitest" {
  export interface ProvidedContext {
    readonly natsUrl: string;
    /** The path of a nats-server that tests may start, kill and stop; null where there are only containers. */
    readonly natsServer: string | null;
  }
}
