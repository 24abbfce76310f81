export { SampleTraffic, type SampleTrafficOptions } from "./sample-traffic.ts";
