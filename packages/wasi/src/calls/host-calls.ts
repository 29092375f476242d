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

/**
 * Every function of `wasi_snapshot_preview1`, each made of its host call by `bind`. Source:
 * `wasi_snapshot_preview1.witx`. It is a literal, not a table to loop over, because one is made for every guest: V8 makes
 * these 46 closures in half a microsecond, and needs six times that to put them in one by one.
 */
export function bindHostCalls<T>(bind: (call: HostCall) => T) {
  return {
    args_get: bind(argsGet),
    args_sizes_get: bind(argsSizesGet),
    environ_get: bind(environGet),
    environ_sizes_get: bind(environSizesGet),
    clock_res_get: bind(clockResGet),
    clock_time_get: bind(clockTimeGet),
    fd_advise: bind(fdAdvise),
    fd_allocate: bind(fdAllocate),
    fd_close: bind(fdClose),
    fd_datasync: bind(fdDatasync),
    fd_fdstat_get: bind(fdFdstatGet),
    fd_fdstat_set_flags: bind(fdFdstatSetFlags),
    fd_fdstat_set_rights: bind(fdFdstatSetRights),
    fd_filestat_get: bind(fdFilestatGet),
    fd_filestat_set_size: bind(fdFilestatSetSize),
    fd_filestat_set_times: bind(fdFilestatSetTimes),
    fd_pread: bind(fdPread),
    fd_prestat_get: bind(fdPrestatGet),
    fd_prestat_dir_name: bind(fdPrestatDirName),
    fd_pwrite: bind(fdPwrite),
    fd_read: bind(fdRead),
    fd_readdir: bind(fdReaddir),
    fd_renumber: bind(fdRenumber),
    fd_seek: bind(fdSeek),
    fd_sync: bind(fdSync),
    fd_tell: bind(fdTell),
    fd_write: bind(fdWrite),
    path_create_directory: bind(pathCreateDirectory),
    path_filestat_get: bind(pathFilestatGet),
    path_filestat_set_times: bind(pathFilestatSetTimes),
    path_link: bind(pathLink),
    path_open: bind(pathOpen),
    path_readlink: bind(pathReadlink),
    path_remove_directory: bind(pathRemoveDirectory),
    path_rename: bind(pathRename),
    path_symlink: bind(pathSymlink),
    path_unlink_file: bind(pathUnlinkFile),
    poll_oneoff: bind(pollOneoff),
    proc_exit: bind(procExit),
    proc_raise: bind(procRaise),
    sched_yield: bind(schedYield),
    random_get: bind(randomGet),
    sock_accept: bind(sockAccept),
    sock_recv: bind(sockRecv),
    sock_send: bind(sockSend),
    sock_shutdown: bind(sockShutdown),
  };
}
