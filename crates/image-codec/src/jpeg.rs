use std::ffi::{c_int, c_ulong};
use std::mem::MaybeUninit;

use mozjpeg_sys::{J_COLOR_SPACE, jpeg_common_struct, jpeg_decompress_struct, jpeg_error_mgr};

use crate::libjpeg::*;
use crate::pixels::multiply;
use crate::resize::Rgb8;
use crate::{Failure, Limits, say};

/// The marker in which Adobe's programs say how they store colours.
const ADOBE_MARKER: c_int = 0xee;

/// Decodes with libjpeg's defaults, as GIL does: the accurate inverse transform and smooth upsampling. What is missing at the end
/// of a file is grey, with a warning.
pub(crate) fn decode(bytes: &[u8], limits: Limits) -> Result<Rgb8, Failure> {
    // libjpeg's errors do not come back: `fail` ends the instance.
    unsafe {
        let mut errors = MaybeUninit::<jpeg_error_mgr>::zeroed().assume_init();
        jpeg_std_error(&mut errors);
        errors.error_exit = Some(fail);
        errors.emit_message = Some(warn);
        let mut decoder = MaybeUninit::<jpeg_decompress_struct>::zeroed().assume_init();
        decoder.common.err = &mut errors;
        jpeg_create_decompress(&mut decoder);
        jpeg_mem_src(&mut decoder, bytes.as_ptr(), bytes.len() as c_ulong);
        jpeg_save_markers(&mut decoder, ADOBE_MARKER, 12);
        jpeg_read_header(&mut decoder, 1);

        let (width, height) = (decoder.image_width, decoder.image_height);
        let pixels = u64::from(width) * u64::from(height);
        // A picture in several scans is held as coefficients of two bytes, at most one for each sample.
        let scans = if jpeg_has_multiple_scans(&decoder) != 0 { decoder.num_components as u64 * 2 } else { 0 };
        limits.check(width, height, pixels * (3 + scans))?;

        let is_cmyk = matches!(decoder.jpeg_color_space, J_COLOR_SPACE::JCS_CMYK | J_COLOR_SPACE::JCS_YCCK);
        let inverted = is_cmyk && has_adobe_marker(&decoder);
        decoder.out_color_space = match decoder.jpeg_color_space {
            J_COLOR_SPACE::JCS_GRAYSCALE => J_COLOR_SPACE::JCS_GRAYSCALE,
            _ if is_cmyk => J_COLOR_SPACE::JCS_CMYK,
            _ => J_COLOR_SPACE::JCS_RGB,
        };
        jpeg_start_decompress(&mut decoder);
        let mut data = Vec::with_capacity(pixels as usize * 3);
        let mut row = vec![0u8; decoder.output_width as usize * decoder.output_components as usize];
        while decoder.output_scanline < decoder.output_height {
            let mut rows = [row.as_mut_ptr()];
            jpeg_read_scanlines(&mut decoder, rows.as_mut_ptr(), 1);
            match decoder.output_components {
                1 => data.extend(row.iter().flat_map(|&grey| [grey; 3])),
                3 => data.extend_from_slice(&row),
                _ => data.extend(row.chunks_exact(4).flat_map(|ink| cmyk_to_rgb(ink, inverted))),
            }
        }
        Ok(Rgb8 { width, height, data })
    }
}

/// As GIL converts; but it takes Adobe's inverted inks for plain ones, which gives negatives, and here they are turned back.
fn cmyk_to_rgb(ink: &[u8], inverted: bool) -> [u8; 3] {
    let plain = |value: u8| if inverted { 255 - value } else { value };
    let black = plain(ink[3]);
    [0, 1, 2].map(|at| 255 - multiply(plain(ink[at]), 255 - black).saturating_add(black))
}

unsafe fn has_adobe_marker(decoder: &jpeg_decompress_struct) -> bool {
    let mut next = decoder.marker_list;
    while let Some(marker) = unsafe { next.as_ref() } {
        let data = unsafe { std::slice::from_raw_parts(marker.data, marker.data_length as usize) };
        if c_int::from(marker.marker) == ADOBE_MARKER && data.starts_with(b"Adobe") {
            return true;
        }
        next = marker.next;
    }
    false
}

/// libjpeg must not go on after an error.
unsafe extern "C-unwind" fn fail(common: &mut jpeg_common_struct) {
    say(&unsafe { format_message(common) });
    #[cfg(target_arch = "wasm32")]
    core::arch::wasm32::unreachable();
    #[cfg(not(target_arch = "wasm32"))]
    panic!("libjpeg gave up");
}

unsafe extern "C-unwind" fn warn(common: &mut jpeg_common_struct, level: c_int) {
    // What is above -1 is chatter about the file.
    if level < 0 {
        say(&unsafe { format_message(common) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inks_become_colours() {
        assert_eq!(cmyk_to_rgb(&[0, 0, 0, 0], false), [255, 255, 255]);
        assert_eq!(cmyk_to_rgb(&[0, 0, 0, 255], false), [0, 0, 0]);
        assert_eq!(cmyk_to_rgb(&[255, 0, 0, 0], false), [0, 255, 255]);
        assert_eq!(cmyk_to_rgb(&[255, 255, 255, 255], true), [255, 255, 255]);
        assert_eq!(cmyk_to_rgb(&[0, 255, 255, 255], true), [0, 255, 255]);
    }
}
