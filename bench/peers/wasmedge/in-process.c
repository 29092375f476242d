/*
 * WasmEdge in process, as fast as its C API allows: the ahead-of-time compiled module is loaded and validated once, then
 * every call makes an executor, a store, a WASI module and an instance, runs _start, and deletes them. Standard input and
 * output are memory files put in place of descriptors 0 and 1, because this version's API cannot redirect them.
 *
 *   in-process MODULE.so INPUT ROUNDS [OUTPUT]
 *
 * Prints the time of each call in microseconds, one a line, on standard error; writes the last output to OUTPUT.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <wasmedge/wasmedge.h>

static void fail(const char *what) {
  fprintf(stderr, "in-process: %s\n", what);
  exit(1);
}

static double now_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e6 + t.tv_nsec / 1e3;
}

static int call(const WasmEdge_ConfigureContext *config, const WasmEdge_ASTModuleContext *ast) {
  WasmEdge_ExecutorContext *executor = WasmEdge_ExecutorCreate(config, NULL);
  WasmEdge_StoreContext *store = WasmEdge_StoreCreate();
  const char *args[] = {"bench"};
  WasmEdge_ModuleInstanceContext *wasi = WasmEdge_ModuleInstanceCreateWASI(args, 1, NULL, 0, NULL, 0);
  WasmEdge_ModuleInstanceContext *instance = NULL;
  if (!WasmEdge_ResultOK(WasmEdge_ExecutorRegisterImport(executor, store, wasi))) fail("cannot register WASI");
  if (!WasmEdge_ResultOK(WasmEdge_ExecutorInstantiate(executor, &instance, store, ast))) fail("cannot instantiate");
  WasmEdge_String name = WasmEdge_StringCreateByCString("_start");
  WasmEdge_FunctionInstanceContext *start = WasmEdge_ModuleInstanceFindFunction(instance, name);
  WasmEdge_StringDelete(name);
  if (!start) fail("the module has no _start");
  WasmEdge_Result result = WasmEdge_ExecutorInvoke(executor, start, NULL, 0, NULL, 0);
  int code = (int)WasmEdge_ModuleInstanceWASIGetExitCode(wasi);
  if (!WasmEdge_ResultOK(result) && WasmEdge_ResultGetCode(result) != 1) fail(WasmEdge_ResultGetMessage(result));
  WasmEdge_ModuleInstanceDelete(instance);
  WasmEdge_ModuleInstanceDelete(wasi);
  WasmEdge_StoreDelete(store);
  WasmEdge_ExecutorDelete(executor);
  return code;
}

int main(int argc, char **argv) {
  if (argc < 4) fail("usage: in-process MODULE.so INPUT ROUNDS [OUTPUT]");
  int input = open(argv[2], O_RDONLY);
  struct stat info;
  if (input < 0 || fstat(input, &info) != 0) fail("cannot read the input");
  int rounds = atoi(argv[3]);

  WasmEdge_ConfigureContext *config = WasmEdge_ConfigureCreate();
  WasmEdge_ConfigureAddHostRegistration(config, WasmEdge_HostRegistration_Wasi);
  WasmEdge_LoaderContext *loader = WasmEdge_LoaderCreate(config);
  WasmEdge_ValidatorContext *validator = WasmEdge_ValidatorCreate(config);
  WasmEdge_ASTModuleContext *ast = NULL;
  if (!WasmEdge_ResultOK(WasmEdge_LoaderParseFromFile(loader, &ast, argv[1]))) fail("cannot load the module");
  if (!WasmEdge_ResultOK(WasmEdge_ValidatorValidate(validator, ast))) fail("the module is not valid");

  int output = memfd_create("output", 0);
  if (output < 0 || dup2(input, 0) != 0 || dup2(output, 1) != 1) fail("cannot redirect");
  for (int i = 0; i < rounds; i++) {
    lseek(0, 0, SEEK_SET);
    lseek(1, 0, SEEK_SET);
    if (ftruncate(1, 0) != 0) fail("cannot truncate the output");
    double started = now_us();
    int code = call(config, ast);
    fprintf(stderr, "%.1f\n", now_us() - started);
    if (code != 0) fail("the guest ended with another code than 0");
  }
  if (argc > 4) {
    int file = open(argv[4], O_WRONLY | O_CREAT | O_TRUNC, 0644);
    off_t size = lseek(1, 0, SEEK_END), done = 0;
    lseek(1, 0, SEEK_SET);
    char buffer[65536];
    for (ssize_t n; done < size && (n = read(1, buffer, sizeof buffer)) > 0; done += n) {
      if (write(file, buffer, n) != n) fail("cannot write the output");
    }
  }
  return 0;
}
