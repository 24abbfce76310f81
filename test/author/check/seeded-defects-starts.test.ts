import { describeSeededDefects } from "./seeded-defects.ts";

describeSeededDefects("starts");
