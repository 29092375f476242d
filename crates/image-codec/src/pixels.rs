use crate::resize::Rgb8;

/// How the caller wants its pixels: the order of the channels, and bytes or floats from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PixelType {
    pub bgr: bool,
    pub float: bool,
}

impl PixelType {
    /// 0 RGB8, 1 BGR8, 2 RGB32F, 3 BGR32F (`wasmedge_image_raw_type` of wasmedge_tensorflow_interface 0.3).
    pub fn from_number(number: u32) -> Self {
        PixelType { bgr: number & 1 == 1, float: number & 2 == 2 }
    }

    pub fn channel_bytes(self) -> usize {
        if self.float { 4 } else { 1 }
    }
}

/// Three channels a pixel, row by row, with no gaps; floats are little-endian.
pub fn write_pixels(picture: &Rgb8, kind: PixelType) -> Vec<u8> {
    let order = if kind.bgr { [2, 1, 0] } else { [0, 1, 2] };
    let channels = picture.data.chunks_exact(3).flat_map(|pixel| order.map(|at| pixel[at]));
    if kind.float {
        // The reference divides in double precision and then rounds.
        channels.flat_map(|value| ((f64::from(value) / 255.0) as f32).to_le_bytes()).collect()
    } else {
        channels.collect()
    }
}

/// a * b / 255, rounded, for two shares of 255: how GIL multiplies 8-bit channels.
pub(crate) fn multiply(a: u8, b: u8) -> u8 {
    let product = u32::from(a) * u32::from(b) + 128;
    ((product + (product >> 8)) >> 8) as u8
}

/// a * b / 65535, rounded down: how GIL multiplies 16-bit channels.
pub(crate) fn multiply16(a: u16, b: u16) -> u16 {
    (u32::from(a) * u32::from(b) / 65535) as u16
}

/// How GIL makes an 8-bit channel of a 16-bit one.
pub(crate) fn narrow(value: u16) -> u8 {
    ((u32::from(value) + 128) / 257) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_those_of_the_crate() {
        assert_eq!(PixelType::from_number(0), PixelType { bgr: false, float: false });
        assert_eq!(PixelType::from_number(1), PixelType { bgr: true, float: false });
        assert_eq!(PixelType::from_number(2), PixelType { bgr: false, float: true });
        assert_eq!(PixelType::from_number(3), PixelType { bgr: true, float: true });
    }

    #[test]
    fn pixels_are_written_in_every_type() {
        let picture = Rgb8 { width: 1, height: 1, data: vec![255, 51, 0] };
        assert_eq!(write_pixels(&picture, PixelType::from_number(0)), [255, 51, 0]);
        assert_eq!(write_pixels(&picture, PixelType::from_number(1)), [0, 51, 255]);
        let floats: Vec<u8> = [0.0f32, 0.2, 1.0].iter().flat_map(|value| value.to_le_bytes()).collect();
        assert_eq!(write_pixels(&picture, PixelType::from_number(3)), floats);
    }

    #[test]
    fn shares_multiply() {
        assert_eq!(multiply(255, 255), 255);
        assert_eq!(multiply(128, 128), 64);
        assert_eq!(multiply16(65535, 65535), 65535);
        assert_eq!(narrow(65535), 255);
        assert_eq!(narrow(0), 0);
    }
}
