use std::io::Cursor;

use ::image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use crate::{Error, OrError, Result};

/// The most pixels a picture may have.
const MAX_PIXELS: u64 = 40_000_000;
/// The most memory a decoder may ask for.
const MAX_DECODER_BYTES: u64 = 160 << 20;

/// Decodes a picture of a kind that is taken, and turns it as its EXIF data says.
pub(super) fn decode(bytes: &[u8]) -> Result<DynamicImage> {
    let format = ::image::guess_format(bytes)
        .ok()
        .filter(|format| matches!(format, ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::Gif | ImageFormat::WebP));
    let format = format.or_data("this is not a PNG, JPEG, GIF or WebP picture")?;
    let broken = "the picture is broken or too large";
    let refuse = |error: ::image::ImageError| Error::data(format!("{broken}: {error}"));
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_DECODER_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(refuse)?;
    let (width, height) = decoder.dimensions();
    check_pixels(width, height)?;
    // The decoder's own buffers are at most as large as the picture.
    check_memory(decoder.total_bytes() * 2)?;
    let orientation = decoder.orientation().map_err(refuse)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(refuse)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

pub(super) fn check_pixels(width: u32, height: u32) -> Result<()> {
    match u64::from(width) * u64::from(height) {
        0 => Err(Error::data("the picture has no pixels")),
        1..=MAX_PIXELS => Ok(()),
        pixels => Err(Error::data(format!("the picture has {pixels} pixels, more than {MAX_PIXELS}"))),
    }
}

/// Whether so many more bytes can be had. A program that asks for more than there is ends at once, and nobody is told why.
pub(super) fn check_memory(bytes: u64) -> Result<()> {
    let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
    match Vec::<u8>::new().try_reserve_exact(bytes) {
        Ok(()) => Ok(()),
        Err(_) => Err(Error::data("the picture needs more memory than the function may have")),
    }
}
