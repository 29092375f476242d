import type { AcquiredInstance, MemoryImport } from "@sandpiper/engine";
import type { InstanceStrategy } from "./instance-strategy.ts";

/** A new instance with a new memory for each invocation: works for every module. */
export const fresh: InstanceStrategy = {
  name: "fresh",
  createSource: (module) => ({
    acquire(imports, bind) {
      if (module.memory) return instantiate(module.compiled, imports, module.memory, createMemory(module.memory), bind);
      const instance = new WebAssembly.Instance(module.compiled, imports);
      const memory = ownMemory(instance);
      if (memory) bind(memory);
      return { instance, memory };
    },
    release() {},
    tidy() {},
  }),
};

/** Makes an instance over a memory the host made, which is bound first: a start function may already use it. */
export function instantiate(
  compiled: WebAssembly.Module,
  imports: WebAssembly.Imports,
  wanted: MemoryImport,
  memory: WebAssembly.Memory,
  bind: (memory: WebAssembly.Memory) => void,
): AcquiredInstance {
  bind(memory);
  const withMemory = { ...imports, [wanted.module]: { ...imports[wanted.module], [wanted.name]: memory } };
  return { instance: new WebAssembly.Instance(compiled, withMemory), memory };
}

export function createMemory(wanted: MemoryImport): WebAssembly.Memory {
  return new WebAssembly.Memory({
    initial: wanted.initialPages,
    maximum: wanted.maximumPages,
    ...(wanted.shared ? { shared: true } : {}),
  });
}

function ownMemory(instance: WebAssembly.Instance): WebAssembly.Memory | null {
  const memory = instance.exports.memory;
  return memory instanceof WebAssembly.Memory ? memory : null;
}
