use image::{DynamicImage, GrayAlphaImage, GrayImage, RgbImage, RgbaImage};

/// What red, green and blue weigh in sRGB, in 2^24ths: 0.2126, 0.7152 and 0.0722. Together they are exactly 2^24, and 255 of
/// that, rounded, still fits 32 bits.
const WEIGHTS: [u32; 3] = [3_566_836, 11_999_065, 1_211_315];

/// The picture in grey, with its alpha if it has any, eight bits a channel. The common kinds are done here in whole numbers:
/// `image` does them in floats, eight times slower as WebAssembly, and rounds less than one in a thousand the other way.
pub fn to_grey(picture: DynamicImage) -> DynamicImage {
    match picture {
        DynamicImage::ImageRgb8(colour) => DynamicImage::ImageLuma8(from_rgb(&colour)),
        DynamicImage::ImageRgba8(colour) => DynamicImage::ImageLumaA8(from_rgba(&colour)),
        other if other.color().has_alpha() => DynamicImage::ImageLumaA8(other.into_luma_alpha8()),
        other => DynamicImage::ImageLuma8(other.into_luma8()),
    }
}

fn from_rgb(colour: &RgbImage) -> GrayImage {
    let grey = colour.chunks_exact(3).map(luma).collect();
    GrayImage::from_vec(colour.width(), colour.height(), grey).expect("one byte a pixel")
}

fn from_rgba(colour: &RgbaImage) -> GrayAlphaImage {
    let grey = colour.chunks_exact(4).flat_map(|pixel| [luma(pixel), pixel[3]]).collect();
    GrayAlphaImage::from_vec(colour.width(), colour.height(), grey).expect("two bytes a pixel")
}

fn luma(pixel: &[u8]) -> u8 {
    let weighed = pixel.iter().zip(WEIGHTS).map(|(&channel, weight)| u32::from(channel) * weight);
    ((weighed.sum::<u32>() + (1 << 23)) >> 24) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every seventh value of each channel, and the ends.
    fn colours() -> Vec<u8> {
        let steps = || (0..=255u8).step_by(7).chain([255]);
        steps().flat_map(|r| steps().flat_map(move |g| steps().flat_map(move |b| [r, g, b]))).collect()
    }

    /// Where the exact value lies in the middle of two, floats fall to either side.
    fn assert_close(ours: &[u8], theirs: &[u8]) {
        let off = |by: std::ops::RangeInclusive<u8>| ours.iter().zip(theirs).filter(|(a, b)| by.contains(&a.abs_diff(**b))).count();
        assert_eq!(ours.len(), theirs.len());
        assert_eq!(off(2..=255), 0);
        assert!(off(1..=1) * 1000 < ours.len(), "{} of {} differ", off(1..=1), ours.len());
    }

    #[test]
    fn it_is_the_grey_of_the_image_crate() {
        let rgb = RgbImage::from_vec(38 * 38, 38, colours()).unwrap();
        let rgba = DynamicImage::ImageRgb8(rgb.clone()).into_rgba8();
        for picture in [DynamicImage::ImageRgb8(rgb.clone()), rgba.into()] {
            let expected = match picture.color().has_alpha() {
                true => DynamicImage::ImageLumaA8(picture.to_luma_alpha8()),
                false => DynamicImage::ImageLuma8(picture.to_luma8()),
            };
            let grey = to_grey(picture);
            assert_eq!(grey.color(), expected.color());
            assert_close(grey.as_bytes(), expected.as_bytes());
        }
    }

    #[test]
    fn what_is_grey_stays_as_it_is_and_deep_colours_become_eight_bits() {
        let grey = GrayImage::from_fn(16, 16, |x, y| image::Luma([(x + y * 16) as u8]));
        assert_eq!(to_grey(grey.clone().into()).as_luma8(), Some(&grey));
        let as_rgb = DynamicImage::ImageLuma8(grey.clone()).into_rgb8();
        assert_eq!(to_grey(as_rgb.into()).as_luma8(), Some(&grey));
        let deep = DynamicImage::ImageLuma8(grey.clone()).into_rgba16();
        assert_eq!(to_grey(deep.into()).color(), image::ColorType::La8);
    }
}
