export { replayCorpus } from "@sandpiper/testkit";
