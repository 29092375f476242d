//! The few functions of libjpeg that are called. `mozjpeg-sys` links them; its own declarations let them unwind, which no stable
//! Rust can compile for WebAssembly. Here they never do: an error ends the instance.

use std::ffi::{c_char, c_int, c_uint, c_ulong};
use std::mem::size_of;

use mozjpeg_sys::{JPEG_LIB_VERSION, jpeg_common_struct, jpeg_decompress_struct, jpeg_error_mgr};

unsafe extern "C" {
    pub(crate) fn jpeg_std_error(errors: *mut jpeg_error_mgr) -> *mut jpeg_error_mgr;
    fn jpeg_CreateDecompress(decoder: *mut jpeg_decompress_struct, version: c_int, size: usize);
    pub(crate) fn jpeg_mem_src(decoder: *mut jpeg_decompress_struct, bytes: *const u8, length: c_ulong);
    pub(crate) fn jpeg_save_markers(decoder: *mut jpeg_decompress_struct, marker: c_int, limit: c_uint);
    pub(crate) fn jpeg_read_header(decoder: *mut jpeg_decompress_struct, require_image: c_int) -> c_int;
    pub(crate) fn jpeg_has_multiple_scans(decoder: *const jpeg_decompress_struct) -> c_int;
    pub(crate) fn jpeg_start_decompress(decoder: *mut jpeg_decompress_struct) -> c_int;
    pub(crate) fn jpeg_read_scanlines(
        decoder: *mut jpeg_decompress_struct,
        rows: *mut *mut u8,
        count: c_uint,
    ) -> c_uint;
}

pub(crate) unsafe fn jpeg_create_decompress(decoder: *mut jpeg_decompress_struct) {
    unsafe { jpeg_CreateDecompress(decoder, JPEG_LIB_VERSION, size_of::<jpeg_decompress_struct>()) }
}

/// libjpeg's words for the error or warning that it reports.
pub(crate) unsafe fn format_message(common: *mut jpeg_common_struct) -> String {
    type Format = unsafe extern "C" fn(*mut jpeg_common_struct, *mut c_char);
    // JMSG_LENGTH_MAX of jpeglib.h is 200, whatever the binding says.
    let mut text = [0u8; 200];
    // The pointer's type says that it may unwind, as above.
    let format: Format = unsafe { std::mem::transmute((*(*common).err).format_message) };
    unsafe { format(common, text.as_mut_ptr().cast()) };
    let end = text.iter().position(|&byte| byte == 0).unwrap_or(text.len());
    String::from_utf8_lossy(&text[..end]).into_owned()
}
