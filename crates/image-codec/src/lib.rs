//! Decodes a JPEG or PNG and resizes it into packed RGB or BGR, as WasmEdge's plug-in `wasmedge_image` does (Boost.GIL over
//! libjpeg and libpng). It is made to be instantiated for one picture and dropped: a broken picture may end in a trap, and
//! `message` then still says why.

mod jpeg;
mod libjpeg;
mod pixels;
mod png;
mod resize;

use std::sync::Mutex;

pub use pixels::{PixelType, write_pixels};
pub use resize::{Rgb8, resize};

/// Why a picture could not be had. The numbers are what `load` answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum Failure {
    /// It is not a picture of this format, or broken.
    Broken = 1,
    /// It is larger than the caller allows.
    TooLarge = 2,
}

/// What a decoder is held to.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    pub pixels: u64,
    /// Of what decoding needs at a time.
    pub bytes: u64,
}

impl Limits {
    /// Whether a picture of this size that needs `bytes` may be decoded.
    pub(crate) fn check(&self, width: u32, height: u32, bytes: u64) -> Result<(), Failure> {
        if u64::from(width) * u64::from(height) > self.pixels || bytes > self.bytes {
            say(&format!("a picture of {width}x{height} pixels, which needs {bytes} bytes"));
            return Err(Failure::TooLarge);
        }
        Ok(())
    }
}

static OUTPUT: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static MESSAGE: Mutex<String> = Mutex::new(String::new());

/// Leaves words for whoever reads `message`: of a failure, or of a warning when the picture could be had.
pub(crate) fn say(words: &str) {
    *MESSAGE.lock().unwrap() = words.to_owned();
}

/// Decodes `bytes` and resizes to `width` x `height`.
pub fn load(
    format: u32,
    bytes: &[u8],
    width: u32,
    height: u32,
    kind: PixelType,
    limits: Limits,
) -> Result<Vec<u8>, Failure> {
    let target = u64::from(width) * u64::from(height) * 3 * kind.channel_bytes() as u64;
    if target > limits.bytes {
        say(&format!("{width}x{height} pixels are asked for, which take {target} bytes"));
        return Err(Failure::TooLarge);
    }
    let limits = Limits { bytes: limits.bytes - target, ..limits };
    let picture = if format == 0 { jpeg::decode(bytes, limits)? } else { png::decode(bytes, limits)? };
    Ok(write_pixels(&resize(&picture, width, height), kind))
}

/// Room for `length` bytes, which the caller fills. It is never freed: the instance is.
#[unsafe(no_mangle)]
pub extern "C" fn allocate(length: usize) -> *mut u8 {
    Box::leak(vec![0; length].into_boxed_slice()).as_mut_ptr()
}

/// `format` 0 JPEG, 1 PNG; `kind` as the crate wasmedge_tensorflow_interface has it: 0 RGB8, 1 BGR8, 2 RGB32F, 3 BGR32F.
/// Answers 0 or a `Failure`.
///
/// # Safety
/// `bytes` comes from `allocate(length)`.
#[unsafe(export_name = "load")]
pub unsafe extern "C" fn load_exported(
    format: u32,
    bytes: *const u8,
    length: usize,
    width: u32,
    height: u32,
    kind: u32,
    max_pixels: f64,
    max_bytes: f64,
) -> u32 {
    let bytes = unsafe { std::slice::from_raw_parts(bytes, length) };
    let limits = Limits { pixels: max_pixels as u64, bytes: max_bytes as u64 };
    match load(format, bytes, width, height, PixelType::from_number(kind), limits) {
        Ok(pixels) => {
            *OUTPUT.lock().unwrap() = pixels;
            0
        }
        Err(failure) => failure as u32,
    }
}

/// Where the pixels are after `load` answered 0.
#[unsafe(no_mangle)]
pub extern "C" fn output() -> *const u8 {
    OUTPUT.lock().unwrap().as_ptr()
}

/// What went wrong, or what a decoder warned of; UTF-8.
#[unsafe(no_mangle)]
pub extern "C" fn message() -> *const u8 {
    MESSAGE.lock().unwrap().as_ptr()
}

#[unsafe(no_mangle)]
pub extern "C" fn message_length() -> usize {
    MESSAGE.lock().unwrap().len()
}
