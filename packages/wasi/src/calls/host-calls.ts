import type { HostCall } from "../context.ts";
import { argsGet, argsSizesGet } from "./args.ts";
import { clockResGet, clockTimeGet } from "./clock.ts";
import { environGet, environSizesGet } from "./environ.ts";
import { fdPread, fdPwrite, fdRead, fdWrite } from "./fd-io.ts";
import { fdAdvise, fdAllocate, fdSeek, fdTell } from "./fd-position.ts";
import { fdReaddir } from "./fd-readdir.ts";
import {
  fdDatasync,
  fdFdstatGet,
  fdFdstatSetFlags,
  fdFdstatSetRights,
  fdFilestatGet,
  fdFilestatSetSize,
  fdFilestatSetTimes,
  fdSync,
} from "./fd-stat.ts";
import { fdClose, fdPrestatDirName, fdPrestatGet, fdRenumber } from "./fd-table.ts";
import { pathCreateDirectory, pathRemoveDirectory, pathRename, pathUnlinkFile } from "./path-entries.ts";
import { pathLink, pathReadlink, pathSymlink } from "./path-links.ts";
import { pathOpen } from "./path-open.ts";
import { pathFilestatGet, pathFilestatSetTimes } from "./path-stat.ts";
import { pollOneoff } from "./poll.ts";
import { procExit, procRaise, schedYield } from "./proc.ts";
import { randomGet } from "./random.ts";
import { sockAccept, sockRecv, sockSend, sockShutdown } from "./sock.ts";

/** Every function of `wasi_snapshot_preview1`. Source: `wasi_snapshot_preview1.witx`. */
export const HOST_CALLS = {
  args_get: argsGet,
  args_sizes_get: argsSizesGet,
  environ_get: environGet,
  environ_sizes_get: environSizesGet,
  clock_res_get: clockResGet,
  clock_time_get: clockTimeGet,
  fd_advise: fdAdvise,
  fd_allocate: fdAllocate,
  fd_close: fdClose,
  fd_datasync: fdDatasync,
  fd_fdstat_get: fdFdstatGet,
  fd_fdstat_set_flags: fdFdstatSetFlags,
  fd_fdstat_set_rights: fdFdstatSetRights,
  fd_filestat_get: fdFilestatGet,
  fd_filestat_set_size: fdFilestatSetSize,
  fd_filestat_set_times: fdFilestatSetTimes,
  fd_pread: fdPread,
  fd_prestat_get: fdPrestatGet,
  fd_prestat_dir_name: fdPrestatDirName,
  fd_pwrite: fdPwrite,
  fd_read: fdRead,
  fd_readdir: fdReaddir,
  fd_renumber: fdRenumber,
  fd_seek: fdSeek,
  fd_sync: fdSync,
  fd_tell: fdTell,
  fd_write: fdWrite,
  path_create_directory: pathCreateDirectory,
  path_filestat_get: pathFilestatGet,
  path_filestat_set_times: pathFilestatSetTimes,
  path_link: pathLink,
  path_open: pathOpen,
  path_readlink: pathReadlink,
  path_remove_directory: pathRemoveDirectory,
  path_rename: pathRename,
  path_symlink: pathSymlink,
  path_unlink_file: pathUnlinkFile,
  poll_oneoff: pollOneoff,
  proc_exit: procExit,
  proc_raise: procRaise,
  sched_yield: schedYield,
  random_get: randomGet,
  sock_accept: sockAccept,
  sock_recv: sockRecv,
  sock_send: sockSend,
  sock_shutdown: sockShutdown,
} as const satisfies Record<string, HostCall>;

export type HostCallName = keyof typeof HOST_CALLS;
