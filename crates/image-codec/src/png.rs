use std::io::Cursor;

use png::{BitDepth, ColorType, Decoder, DecodingError, Transformations};

use crate::pixels::{multiply, multiply16, narrow};
use crate::resize::Rgb8;
use crate::{Failure, Limits, say};

/// Decodes to colours that are multiplied by their opacity, so what is transparent is black, as GIL does it (which refuses grey
/// with opacity; here it is treated alike). Palettes and fewer than eight bits are expanded; no gamma is applied.
pub(crate) fn decode(bytes: &[u8], limits: Limits) -> Result<Rgb8, Failure> {
    // The size is judged before anything of it is read.
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), png::Limits { bytes: limits.bytes as usize });
    decoder.set_transformations(Transformations::EXPAND);
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let mut reader = decoder.read_info().map_err(broken)?;
    let (width, height) = reader.info().size();
    let size = reader.output_buffer_size().unwrap_or(usize::MAX);
    let pixels = u64::from(width) * u64::from(height);
    limits.check(width, height, (size as u64).saturating_add(pixels * 3))?;
    let mut samples = vec![0; size];
    let frame = reader.next_frame(&mut samples).map_err(broken)?;
    samples.truncate(frame.buffer_size());
    let data = match frame.bit_depth {
        BitDepth::Sixteen => {
            let wide: Vec<u16> = samples.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            drop(samples);
            to_rgb(&wide, frame.color_type, multiply16, narrow)
        }
        _ => to_rgb(&samples, frame.color_type, multiply, |value| value),
    };
    Ok(Rgb8 { width, height, data })
}

fn to_rgb<T: Copy>(samples: &[T], color: ColorType, multiply: fn(T, T) -> T, narrow: fn(T) -> u8) -> Vec<u8> {
    let channels = color.samples();
    let mut data = Vec::with_capacity(samples.len() / channels * 3);
    for pixel in samples.chunks_exact(channels) {
        data.extend(match *pixel {
            [grey] => [grey; 3].map(narrow),
            [grey, alpha] => [multiply(grey, alpha); 3].map(narrow),
            [red, green, blue] => [red, green, blue].map(narrow),
            [red, green, blue, alpha] => [red, green, blue].map(|value| narrow(multiply(value, alpha))),
            _ => unreachable!("a pixel of {channels} samples"),
        });
    }
    data
}

fn broken(error: DecodingError) -> Failure {
    say(&error.to_string());
    match error {
        DecodingError::LimitsExceeded => Failure::TooLarge,
        _ => Failure::Broken,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opacity_darkens() {
        assert_eq!(to_rgb(&[200, 100, 50, 128], ColorType::Rgba, multiply, |v| v), [100, 50, 25]);
        assert_eq!(to_rgb(&[200, 0], ColorType::GrayscaleAlpha, multiply, |v| v), [0, 0, 0]);
        assert_eq!(to_rgb(&[65535u16, 0, 257], ColorType::Rgb, multiply16, narrow), [255, 0, 1]);
    }
}
