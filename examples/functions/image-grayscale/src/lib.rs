//! The picture function itself, apart from its standard streams so that it can be tested and measured by itself.

mod animation;
mod grey;
mod options;

use std::fmt;
use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::codecs::webp::WebPEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

pub use options::{Operation, Options};

/// The most pixels a picture may have, over all its frames: about 256 MB as RGBA would not fit, this does.
pub(crate) const MAX_PIXELS: u64 = 40_000_000;
/// The most memory a decoder may ask for.
const MAX_DECODER_BYTES: u64 = 160 << 20;

#[derive(Debug)]
pub enum Error {
    /// The options are not understood.
    Usage(String),
    /// The input is not a picture that can be worked on.
    Data(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Usage(message) | Self::Data(message)) = self;
        f.write_str(message)
    }
}

impl From<image::ImageError> for Error {
    fn from(error: image::ImageError) -> Self {
        Self::Data(format!("the picture is broken or too large: {error}"))
    }
}

/// Does what `options` say to a PNG, JPEG, GIF or WebP; the answer is the same kind of picture.
pub fn process(input: &[u8], options: &Options) -> Result<Vec<u8>, Error> {
    let format = image::guess_format(input).ok().filter(is_taken);
    let Some(format) = format else {
        return Err(Error::Data("this is not a PNG, JPEG, GIF or WebP picture".to_string()));
    };
    if format == ImageFormat::Gif {
        return animation::process_gif(input, options);
    }
    encode(&transform(decode(input, format)?, options)?, format, options)
}

fn is_taken(format: &ImageFormat) -> bool {
    matches!(format, ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::Gif | ImageFormat::WebP)
}

pub(crate) fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_DECODER_BYTES);
    limits
}

fn decode(input: &[u8], format: ImageFormat) -> Result<DynamicImage, Error> {
    let mut reader = ImageReader::with_format(Cursor::new(input), format);
    reader.limits(limits());
    let mut decoder = reader.into_decoder()?;
    let (width, height) = decoder.dimensions();
    check_pixels(u64::from(width) * u64::from(height))?;
    // The decoder's own buffers are at most as large as the picture.
    check_memory(decoder.total_bytes() * 2)?;
    // Phones write pictures as the sensor lies and note how to turn them; the note does not survive, so turn them now.
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

pub(crate) fn check_pixels(pixels: u64) -> Result<(), Error> {
    if pixels == 0 {
        return Err(Error::Data("the picture has no pixels".to_string()));
    }
    if pixels > MAX_PIXELS {
        return Err(Error::Data(format!("the picture has {pixels} pixels, more than {MAX_PIXELS}")));
    }
    Ok(())
}

/// Whether so many more bytes can be had. A program that asks for more than there is ends at once, and nobody would be told
/// why; asked in advance, it is an answer like any other.
pub(crate) fn check_memory(bytes: u64) -> Result<(), Error> {
    let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
    match Vec::<u8>::new().try_reserve_exact(bytes) {
        Ok(()) => Ok(()),
        Err(_) => Err(Error::Data("the picture needs more memory than the function may have".to_string())),
    }
}

/// Resizes first: what comes after then has less to do.
pub(crate) fn transform(picture: DynamicImage, options: &Options) -> Result<DynamicImage, Error> {
    let picture = resize(picture, options)?;
    let pixels = u64::from(picture.width()) * u64::from(picture.height());
    check_memory(match options.operation {
        // The grey picture, perhaps with alpha, and about as much to encode it.
        Operation::Grayscale => pixels * 4,
        // Two copies to work with, and one to encode.
        Operation::Blur { .. } | Operation::Rotate { .. } => pixels * 3 * u64::from(picture.color().bytes_per_pixel()),
    })?;
    Ok(match options.operation {
        Operation::Grayscale => grey::to_grey(picture),
        Operation::Blur { sigma } => picture.fast_blur(sigma),
        Operation::Rotate { quarters: 1 } => picture.rotate90(),
        Operation::Rotate { quarters: 2 } => picture.rotate180(),
        Operation::Rotate { .. } => picture.rotate270(),
    })
}

fn resize(picture: DynamicImage, options: &Options) -> Result<DynamicImage, Error> {
    let (width, height) = (picture.width(), picture.height());
    let scaled = |side: u32, by: u32, of: u32| (u64::from(side) * u64::from(by) / u64::from(of)).clamp(1, 16_384) as u32;
    let (new_width, new_height) = match (options.width, options.height) {
        (None, None) => return Ok(picture),
        (Some(w), Some(h)) => (w, h),
        (Some(w), None) => (w, scaled(height, w, width)),
        (None, Some(h)) => (scaled(width, h, height), h),
    };
    let pixels = u64::from(new_width) * u64::from(new_height);
    check_pixels(pixels)?;
    // Between its two passes the picture is as wide as before, as high as after, and four 32-bit floats a pixel.
    let between = u64::from(width) * u64::from(new_height) * 16;
    check_memory(between + pixels * u64::from(picture.color().bytes_per_pixel()))?;
    Ok(picture.resize_exact(new_width, new_height, FilterType::Triangle))
}

fn encode(picture: &DynamicImage, format: ImageFormat, options: &Options) -> Result<Vec<u8>, Error> {
    let mut output = Vec::with_capacity(64 * 1024);
    match format {
        ImageFormat::Jpeg => {
            let encoder = JpegEncoder::new_with_quality(&mut output, options.quality);
            // A JPEG has no alpha and eight bits a channel.
            match picture.color().has_color() {
                true => picture.to_rgb8().write_with_encoder(encoder)?,
                false => picture.to_luma8().write_with_encoder(encoder)?,
            }
        }
        ImageFormat::WebP => {
            let encoder = WebPEncoder::new_lossless(&mut output);
            match picture.color().bytes_per_pixel() > 4 {
                true => DynamicImage::ImageRgba8(picture.to_rgba8()).write_with_encoder(encoder)?,
                false => picture.write_with_encoder(encoder)?,
            }
        }
        _ => picture.write_with_encoder(PngEncoder::new_with_quality(
            &mut output,
            CompressionType::Fast,
            PngFilter::Paeth,
        ))?,
    }
    Ok(output)
}
