import { readConfig, ServiceConfig } from "@dirstream/service";

export const readSchedulerConfig = () => readConfig(ServiceConfig);
