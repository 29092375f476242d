/** Answers as long as the thread of the program is free: what watches a container asks for it. `sandpiper dev` has it too. */
export const HEALTH_PATH = "/_sandpiper/health";
