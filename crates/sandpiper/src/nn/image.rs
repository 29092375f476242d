use std::borrow::Cow;
use std::io::Cursor;

use ::image::imageops::{self, FilterType};
use ::image::{DynamicImage, GrayImage, ImageDecoder, ImageFormat, ImageReader, Limits, Rgb, RgbImage};

use super::element::TensorType;
use super::sys;
use crate::{Error, OrError, Result};

/// The most pixels a picture may have.
const MAX_PIXELS: u64 = 40_000_000;
/// The most memory a decoder may ask for.
const MAX_DECODER_BYTES: u64 = 160 << 20;

/// How a picture comes to the size that a model takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Fit {
    /// Both sides become what they must be, whatever the proportions.
    #[default]
    Stretch,
    /// The whole picture in its proportions, in the middle of the [background](Image::background).
    Pad,
    /// As much of its middle as has the model's proportions.
    Crop,
}

/// A picture on its way into a model.
///
/// How it gets there depends on what the model was trained with; without any word of yours it is stretched, red, green and blue in this
/// order, and floats are from 0 to 1. Integers are not scaled: `u8` is what the picture has, `i8` is 128 less.
///
/// ```
/// use sandpiper::nn::{Fit, Image};
///
/// # let png = sandpiper::nn::Image::tiny_png();
/// let picture = Image::decode(&png)?.fit(Fit::Pad).background([0, 0, 0]).range(-1.0, 1.0);
/// assert_eq!(picture.size(), (1, 1));
/// # Ok::<(), sandpiper::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Image {
    picture: DynamicImage,
    fit: Fit,
    background: [u8; 3],
    bgr: bool,
    /// A float is `value * scale + offset`, by channel.
    scale: [f32; 3],
    offset: [f32; 3],
}

impl Image {
    /// A PNG, JPEG, GIF (its first frame) or WebP, turned as its EXIF data says.
    ///
    /// # Errors
    /// Of kind data, in words for who sent it: no such picture, a broken one, or one larger than 40 million pixels or than memory.
    pub fn decode(bytes: &[u8]) -> Result<Self> {
        let format = ::image::guess_format(bytes).ok().filter(|format| {
            matches!(format, ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::Gif | ImageFormat::WebP)
        });
        let format = format.or_data("this is not a PNG, JPEG, GIF or WebP picture")?;
        decode(bytes, format).map(Self::from)
    }

    /// How it comes to the model's size. Default: [`Fit::Stretch`].
    #[must_use]
    pub fn fit(self, fit: Fit) -> Self {
        Self { fit, ..self }
    }

    /// The colour (red, green, blue) behind what is transparent, and around a padded picture. Default: white.
    #[must_use]
    pub fn background(self, background: [u8; 3]) -> Self {
        Self { background, ..self }
    }

    /// Blue comes first, as models trained with OpenCV have it.
    #[must_use]
    pub fn bgr(self) -> Self {
        Self { bgr: true, ..self }
    }

    /// What black and white become where the model takes floats. Default: 0 and 1.
    #[must_use]
    pub fn range(self, black: f32, white: f32) -> Self {
        Self { scale: [(white - black) / 255.0; 3], offset: [black; 3], ..self }
    }

    /// Each channel, from 0 to 1, less its mean, by its standard deviation, where the model takes floats. The numbers are in the model's order
    /// of channels; of a grey picture the first counts.
    #[must_use]
    pub fn normalize(self, mean: [f32; 3], deviation: [f32; 3]) -> Self {
        let scale = deviation.map(|deviation| 1.0 / (255.0 * deviation));
        Self { scale, offset: std::array::from_fn(|i| -mean[i] / deviation[i]), ..self }
    }

    /// Width and height in pixels.
    pub fn size(&self) -> (u32, u32) {
        (self.picture.width(), self.picture.height())
    }

    /// The picture as the crate `image` has it.
    pub fn picture(&self) -> &DynamicImage {
        &self.picture
    }

    /// The smallest picture, for examples.
    #[doc(hidden)]
    pub fn tiny_png() -> Vec<u8> {
        let mut png = Cursor::new(Vec::new());
        RgbImage::new(1, 1).write_to(&mut png, ImageFormat::Png).expect("memory takes it");
        png.into_inner()
    }

    /// Sizes and bytes of the tensor it makes for an input of these dimensions: `[1,H,W,C]`, `[1,C,H,W]` or without the 1, of which H and
    /// W may be open.
    pub(super) fn to_tensor(&self, dimensions: &[i64], element: TensorType) -> Result<(Vec<u32>, Vec<u8>)> {
        let layout = Layout::of(dimensions)
            .ok_or_else(|| Error::failure(format!("{dimensions:?} are no sizes of a picture")))?;
        let (own_width, own_height) = self.size();
        let (width, height) = (layout.width.unwrap_or(own_width), layout.height.unwrap_or(own_height));
        check_pixels(width, height)?;
        let fitted = self.fitted(width, height)?;
        let samples = match layout.channels {
            1 => to_grey(&fitted).into_raw(),
            _ if self.bgr => fitted.pixels().flat_map(|pixel| [pixel[2], pixel[1], pixel[0]]).collect(),
            _ => fitted.into_owned().into_raw(),
        };
        let samples = if layout.channels_first { to_planes(&samples, layout.channels) } else { samples };
        let channel_of = |index: usize| match layout.channels_first {
            true => index / (samples.len() / layout.channels),
            false => index % layout.channels,
        };
        let data = match element {
            TensorType::I8 => samples.iter().map(|sample| sample ^ 0x80).collect(),
            TensorType::F32 => {
                let to_float = |(index, &sample)| {
                    let channel = channel_of(index);
                    f32::from(sample) * self.scale[channel] + self.offset[channel]
                };
                let floats: Vec<f32> = samples.iter().enumerate().map(to_float).collect();
                sys::to_bytes(&floats).to_vec()
            }
            TensorType::U8 => samples,
            _ => return Err(Error::failure(format!("a picture cannot become {element}"))),
        };
        Ok((layout.shape(dimensions.len(), width, height), data))
    }

    /// The picture in colour, without transparency, of this size.
    fn fitted(&self, width: u32, height: u32) -> Result<Cow<'_, RgbImage>> {
        let colours = self.colours()?;
        let (own_width, own_height) = self.size();
        if (own_width, own_height) == (width, height) {
            return Ok(colours);
        }
        if self.fit == Fit::Stretch {
            return resize(&colours, width, height).map(Cow::Owned);
        }
        let (by_width, by_height) =
            (f64::from(width) / f64::from(own_width), f64::from(height) / f64::from(own_height));
        let scale = if self.fit == Fit::Pad { by_width.min(by_height) } else { by_width.max(by_height) };
        let scaled = |side: u32| (f64::from(side) * scale).round().max(1.0) as u32;
        if self.fit == Fit::Pad {
            let (inner_width, inner_height) = (scaled(own_width).min(width), scaled(own_height).min(height));
            let inner = resize(&colours, inner_width, inner_height)?;
            let mut canvas = RgbImage::from_pixel(width, height, Rgb(self.background));
            imageops::replace(
                &mut canvas,
                &inner,
                ((width - inner_width) / 2).into(),
                ((height - inner_height) / 2).into(),
            );
            return Ok(Cow::Owned(canvas));
        }
        // What is cut off is cut off first: it need not be resized.
        let kept = |side: u32, wanted: u32| ((f64::from(wanted) / scale).round() as u32).clamp(1, side);
        let (inner_width, inner_height) = (kept(own_width, width), kept(own_height, height));
        let (left, top) = ((own_width - inner_width) / 2, (own_height - inner_height) / 2);
        let middle = imageops::crop_imm(&*colours, left, top, inner_width, inner_height).to_image();
        resize(&middle, width, height).map(Cow::Owned)
    }

    fn colours(&self) -> Result<Cow<'_, RgbImage>> {
        if let Some(colours) = self.picture.as_rgb8() {
            return Ok(Cow::Borrowed(colours));
        }
        let pixels = u64::from(self.picture.width()) * u64::from(self.picture.height());
        check_memory(pixels * 7)?;
        if !self.picture.color().has_alpha() {
            return Ok(Cow::Owned(self.picture.to_rgb8()));
        }
        let over = self.picture.to_rgba8();
        Ok(Cow::Owned(RgbImage::from_fn(over.width(), over.height(), |x, y| {
            let [colours @ .., alpha] = over.get_pixel(x, y).0;
            let alpha = u32::from(alpha);
            Rgb(std::array::from_fn(|i| {
                let (front, back) = (u32::from(colours[i]), u32::from(self.background[i]));
                ((front * alpha + back * (255 - alpha) + 127) / 255) as u8
            }))
        })))
    }
}

/// A picture that is decoded or drawn already.
impl From<DynamicImage> for Image {
    fn from(picture: DynamicImage) -> Self {
        Self {
            picture,
            fit: Fit::default(),
            background: [255; 3],
            bgr: false,
            scale: [1.0 / 255.0; 3],
            offset: [0.0; 3],
        }
    }
}

/// Where width, height and channels are among the sizes of an input.
struct Layout {
    /// None: open.
    width: Option<u32>,
    height: Option<u32>,
    channels: usize,
    channels_first: bool,
}

impl Layout {
    fn of(dimensions: &[i64]) -> Option<Self> {
        let [one, two, three] = match *dimensions {
            [1 | -1, one, two, three] | [one, two, three] => [one, two, three],
            _ => return None,
        };
        let (channels_first, height, width, channels) = match (one, three) {
            (_, 1 | 3) => (false, one, two, three),
            (1 | 3, _) => (true, two, three, one),
            _ => return None,
        };
        let side = |size: i64| match size {
            -1 => Some(None),
            1.. => Some(Some(u32::try_from(size).ok()?)),
            _ => None,
        };
        Some(Self { width: side(width)?, height: side(height)?, channels: channels as usize, channels_first })
    }

    fn shape(&self, rank: usize, width: u32, height: u32) -> Vec<u32> {
        let channels = self.channels as u32;
        let sizes = if self.channels_first { [channels, height, width] } else { [height, width, channels] };
        [1].into_iter().take(rank - 3).chain(sizes).collect()
    }
}

fn decode(bytes: &[u8], format: ImageFormat) -> Result<DynamicImage> {
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

fn check_pixels(width: u32, height: u32) -> Result<()> {
    match u64::from(width) * u64::from(height) {
        0 => Err(Error::data("the picture has no pixels")),
        1..=MAX_PIXELS => Ok(()),
        pixels => Err(Error::data(format!("the picture has {pixels} pixels, more than {MAX_PIXELS}"))),
    }
}

/// Whether so many more bytes can be had. A program that asks for more than there is ends at once, and nobody is told why.
fn check_memory(bytes: u64) -> Result<()> {
    let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
    match Vec::<u8>::new().try_reserve_exact(bytes) {
        Ok(()) => Ok(()),
        Err(_) => Err(Error::data("the picture needs more memory than the function may have")),
    }
}

fn resize(picture: &RgbImage, width: u32, height: u32) -> Result<RgbImage> {
    // Between its two passes the picture is as wide as before, as high as after, and four 32-bit floats a pixel.
    check_memory(u64::from(picture.width()) * u64::from(height) * 16 + u64::from(width) * u64::from(height) * 3)?;
    Ok(imageops::resize(picture, width, height, FilterType::Triangle))
}

fn to_grey(picture: &RgbImage) -> GrayImage {
    imageops::grayscale(picture)
}

/// From pixel after pixel to channel after channel.
fn to_planes(samples: &[u8], channels: usize) -> Vec<u8> {
    (0..channels).flat_map(|channel| samples.iter().skip(channel).step_by(channels).copied()).collect()
}

#[cfg(test)]
mod tests {
    use ::image::{GrayImage, Luma, Rgba, RgbaImage};

    use super::*;
    use crate::ErrorKind;

    /// Red on the left, blue on the right.
    fn flag(width: u32, height: u32) -> Image {
        let colour = |x| if x < width / 2 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 255]) };
        Image::from(DynamicImage::from(RgbImage::from_fn(width, height, |x, _| colour(x))))
    }

    fn floats(bytes: &[u8]) -> Vec<f32> {
        super::super::element::to_elements(bytes)
    }

    #[test]
    fn layouts_are_told_by_their_channels() {
        let data = |dimensions: &[i64]| flag(2, 1).to_tensor(dimensions, TensorType::U8).unwrap();
        assert_eq!(data(&[1, 1, 2, 3]), (vec![1, 1, 2, 3], vec![255, 0, 0, 0, 0, 255]));
        assert_eq!(data(&[1, 3, 1, 2]), (vec![1, 3, 1, 2], vec![255, 0, 0, 0, 0, 255]));
        assert_eq!(data(&[-1, 3, -1, -1]).0, [1, 3, 1, 2]);
        assert_eq!(data(&[-1, -1, 3]), (vec![1, 2, 3], vec![255, 0, 0, 0, 0, 255]));
        assert_eq!(data(&[1, 1, 2, 1]), (vec![1, 1, 2, 1], vec![54, 18]));
        for dimensions in [&[][..], &[3], &[1, 2, 2, 4], &[2, 2, 2, 3], &[1, 0, 2, 3], &[1, 1, 2, 2, 3], &[1, -2, 2, 3]]
        {
            assert!(flag(2, 1).to_tensor(dimensions, TensorType::U8).is_err(), "{dimensions:?}");
        }
        assert!(flag(2, 1).to_tensor(&[1, 1 << 40, 2, 3], TensorType::U8).is_err());
    }

    #[test]
    fn elements_are_what_the_model_takes() {
        let picture = || flag(2, 1);
        let of = |picture: Image, element| picture.to_tensor(&[1, 1, 2, 3], element).unwrap().1;
        assert_eq!(of(picture(), TensorType::I8), [127, 128, 128, 128, 128, 127]);
        assert_eq!(of(picture().bgr(), TensorType::U8), [0, 0, 255, 255, 0, 0]);
        assert_eq!(floats(&of(picture(), TensorType::F32)), [1.0, 0.0, 0.0, 0.0, 0.0, 1.0]);
        assert_eq!(floats(&of(picture().range(-1.0, 1.0), TensorType::F32)), [1.0, -1.0, -1.0, -1.0, -1.0, 1.0]);
        let normalized = picture().normalize([0.5, 0.0, 0.0], [0.5, 1.0, 0.25]);
        let close = |one: Vec<f32>, other: &[f32]| one.iter().zip(other).all(|(a, b)| (a - b).abs() < 1e-6);
        assert!(close(floats(&of(normalized.clone(), TensorType::F32)), &[1.0, 0.0, 0.0, -1.0, 0.0, 4.0]));
        let planes = normalized.to_tensor(&[1, 3, 1, 2], TensorType::F32).unwrap().1;
        assert!(close(floats(&planes), &[1.0, -1.0, 0.0, 0.0, 0.0, 4.0]));
        assert!(picture().to_tensor(&[1, 1, 2, 3], TensorType::F16).is_err());
    }

    #[test]
    fn a_picture_comes_to_the_size_as_it_is_told() {
        let rows = |image: Image| {
            let data = image.to_tensor(&[1, 4, 4, 3], TensorType::U8).unwrap().1;
            data.chunks(12).map(<[u8]>::to_vec).collect::<Vec<_>>()
        };
        let stretched = rows(flag(8, 4));
        assert!(stretched.iter().all(|row| row[..3] == [255, 0, 0] && row[9..] == [0, 0, 255]));
        let padded = rows(flag(8, 4).fit(Fit::Pad).background([1, 2, 3]));
        assert_eq!((&padded[0][..3], &padded[3][9..]), (&[1, 2, 3][..], &[1, 2, 3][..]));
        assert_eq!((&padded[1][..3], &padded[2][9..]), (&[255, 0, 0][..], &[0, 0, 255][..]));
        // The middle of it is half red, half blue again, and nothing was made narrower.
        let cropped = rows(flag(8, 4).fit(Fit::Crop));
        assert!(cropped.iter().all(|row| row[3..6] == [255, 0, 0] && row[6..9] == [0, 0, 255]));
    }

    #[test]
    fn what_is_transparent_shows_the_background() {
        let glass = Image::from(DynamicImage::from(RgbaImage::from_pixel(1, 1, Rgba([0, 0, 0, 0]))));
        let of = |image: &Image| image.to_tensor(&[1, 1, 1, 3], TensorType::U8).unwrap().1;
        assert_eq!(of(&glass), [255, 255, 255]);
        assert_eq!(of(&glass.background([9, 8, 7])), [9, 8, 7]);
        let grey = Image::from(DynamicImage::from(GrayImage::from_pixel(1, 1, Luma([77]))));
        assert_eq!(of(&grey), [77, 77, 77]);
    }

    #[test]
    fn every_kind_of_picture_is_decoded() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP] {
            let mut bytes = Cursor::new(Vec::new());
            flag(4, 2).picture().write_to(&mut bytes, format).unwrap();
            assert_eq!(Image::decode(bytes.get_ref()).unwrap().size(), (4, 2), "{format:?}");
        }
    }

    #[test]
    fn a_jpeg_is_turned_as_its_exif_data_says() {
        let mut jpeg = Cursor::new(Vec::new());
        flag(16, 8).picture().write_to(&mut jpeg, ImageFormat::Jpeg).unwrap();
        let mut bytes = jpeg.into_inner();
        // APP1 after the start of the image: a TIFF header, one entry, orientation (0x0112) 6: turn it a quarter clockwise.
        let mut exif = vec![0xff, 0xe1, 0, 34];
        exif.extend(b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0");
        bytes.splice(2..2, exif);
        let picture = Image::decode(&bytes).unwrap();
        assert_eq!(picture.size(), (8, 16));
        let top = picture.picture().to_rgb8().get_pixel(4, 1).0;
        assert!(top[0] > 200 && top[2] < 60, "{top:?} is not red");
    }

    #[test]
    fn what_is_no_whole_picture_is_the_callers_fault() {
        let whole = Image::tiny_png();
        let mut bomb = whole.clone();
        bomb[16..24].copy_from_slice(&[0x7f; 8]);
        for bytes in [&b""[..], b"hello", b"GIF89a", b"BM1234567890", &whole[..40], &bomb] {
            assert_eq!(Image::decode(bytes).unwrap_err().kind(), ErrorKind::Data);
        }
    }
}
