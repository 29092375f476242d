mod decode;
mod layout;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::io::Cursor;

use ::image::imageops::{self, FilterType};
use ::image::{DynamicImage, ImageFormat, Rgb, RgbImage};

use self::decode::{check_memory, check_pixels, decode};
use self::layout::Layout;
use super::element::TensorType;
use super::sys;
use crate::{Error, Result};

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
/// How it gets there depends on what the model was trained with; without any word of yours it is stretched, red, green
/// and blue in this order, and floats are from 0 to 1. Integers are not scaled: `u8` is what the picture has, `i8` is
/// 128 less.
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
    /// Of kind data, in words for who sent it: no such picture, a broken one, or one larger than 40 million pixels or
    /// than memory.
    pub fn decode(bytes: &[u8]) -> Result<Self> {
        decode(bytes).map(Self::from)
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

    /// Each channel, from 0 to 1, less its mean, by its standard deviation, where the model takes floats. The numbers
    /// are in the model's order of channels; of a grey picture the first counts.
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

    /// Sizes and bytes of the tensor it makes for an input of these dimensions: `[1,H,W,C]`, `[1,C,H,W]` or without the
    /// 1, of which H and W may be open.
    pub(super) fn to_tensor(&self, dimensions: &[i64], element: TensorType) -> Result<(Vec<u32>, Vec<u8>)> {
        let layout = Layout::of(dimensions)
            .ok_or_else(|| Error::failure(format!("{dimensions:?} are no sizes of a picture")))?;
        let (own_width, own_height) = self.size();
        let (width, height) = (layout.width.unwrap_or(own_width), layout.height.unwrap_or(own_height));
        check_pixels(width, height)?;
        let fitted = self.fitted(width, height)?;
        let samples = match layout.channels {
            1 => imageops::grayscale(&*fitted).into_raw(),
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

fn resize(picture: &RgbImage, width: u32, height: u32) -> Result<RgbImage> {
    // Between its two passes the picture is as wide as before, as high as after, and four 32-bit floats a pixel.
    check_memory(u64::from(picture.width()) * u64::from(height) * 16 + u64::from(width) * u64::from(height) * 3)?;
    Ok(imageops::resize(picture, width, height, FilterType::Triangle))
}

/// From pixel after pixel to channel after channel.
fn to_planes(samples: &[u8], channels: usize) -> Vec<u8> {
    (0..channels).flat_map(|channel| samples.iter().skip(channel).step_by(channels).copied()).collect()
}
