use std::io::Cursor;

use image::codecs::gif::{GifDecoder, GifEncoder, Repeat};
use image::{AnimationDecoder, DynamicImage, Frame, ImageDecoder};

use crate::{Error, Options, check_memory, check_pixels, limits, transform};

/// How fast the encoder looks for a palette: 1 is the best picture, 30 the least work.
const SPEED: i32 = 10;

/// Every frame of a GIF with its delay, one after another so that only one is in memory.
pub fn process_gif(input: &[u8], options: &Options) -> Result<Vec<u8>, Error> {
    let mut decoder = GifDecoder::new(Cursor::new(input))?;
    decoder.set_limits(limits())?;
    let (width, height) = decoder.dimensions();
    let area = u64::from(width) * u64::from(height);
    check_pixels(area)?;
    // The canvas, the frame on its way in and on its way out, each as RGBA.
    check_memory(area * 4 * 4)?;

    let mut output = Vec::with_capacity(64 * 1024);
    let mut pixels = 0;
    {
        let mut encoder = GifEncoder::new_with_speed(&mut output, SPEED);
        encoder.set_repeat(Repeat::Infinite)?;
        for frame in decoder.into_frames() {
            let frame = frame?;
            pixels += area;
            check_pixels(pixels)?;
            let delay = frame.delay();
            let picture = transform(DynamicImage::ImageRgba8(frame.into_buffer()), options)?;
            encoder.encode_frame(Frame::from_parts(picture.into_rgba8(), 0, 0, delay))?;
        }
    }
    if pixels == 0 {
        return Err(Error::Data("the GIF has no picture in it".to_string()));
    }
    Ok(output)
}
