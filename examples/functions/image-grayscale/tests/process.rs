//! What the function does to pictures, on pictures made here.

use std::io::Cursor;

use image::codecs::gif::{GifDecoder, GifEncoder};
use image::{AnimationDecoder, ColorType, DynamicImage, Frame, ImageFormat, Rgba, RgbaImage};
use image_grayscale::{Error, Options, process};

fn options(arguments: &[&str]) -> Options {
    Options::parse(arguments.iter().map(|a| a.to_string())).unwrap()
}

fn picture(alpha: bool) -> DynamicImage {
    let pixels = RgbaImage::from_fn(40, 20, |x, y| Rgba([x as u8 * 6, y as u8 * 12, 99, if alpha { x as u8 } else { 255 }]));
    if alpha { DynamicImage::ImageRgba8(pixels) } else { DynamicImage::ImageRgba8(pixels).into_rgb8().into() }
}

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

#[test]
fn the_answer_is_grey_and_of_the_same_kind_and_size() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP] {
        let output = process(&encoded(&picture(false), format), &options(&[])).unwrap();
        assert_eq!(image::guess_format(&output).unwrap(), format);
        let grey = image::load_from_memory(&output).unwrap();
        assert_eq!((grey.width(), grey.height()), (40, 20));
        assert!(grey.into_rgb8().pixels().all(|p| p[0] == p[1] && p[1] == p[2]), "{format:?} has colour left");
    }
}

#[test]
fn a_png_keeps_its_alpha() {
    let grey = image::load_from_memory(&process(&encoded(&picture(true), ImageFormat::Png), &options(&[])).unwrap()).unwrap();
    assert_eq!(grey.color(), ColorType::La8);
    assert_eq!(grey.into_luma_alpha8().get_pixel(7, 3)[1], 7);
}

#[test]
fn sizes_follow_the_options() {
    let input = encoded(&picture(false), ImageFormat::Png);
    let size = |arguments: &[&str]| {
        let output = image::load_from_memory(&process(&input, &options(arguments)).unwrap()).unwrap();
        (output.width(), output.height())
    };
    assert_eq!(size(&["width=10"]), (10, 5));
    assert_eq!(size(&["height=40"]), (80, 40));
    assert_eq!(size(&["width=7", "height=9"]), (7, 9));
    assert_eq!(size(&["op=rotate"]), (20, 40));
    assert_eq!(size(&["op=rotate", "angle=180"]), (40, 20));
    assert_eq!(size(&["op=blur", "sigma=2"]), (40, 20));
}

#[test]
fn an_animation_keeps_its_frames() {
    let mut input = Vec::new();
    {
        let mut encoder = GifEncoder::new(&mut input);
        for _ in 0..3 {
            encoder.encode_frame(Frame::new(picture(false).into_rgba8())).unwrap();
        }
    }
    let output = process(&input, &options(&["width=20"])).unwrap();
    let frames = GifDecoder::new(Cursor::new(output)).unwrap().into_frames().collect_frames().unwrap();
    assert_eq!(frames.len(), 3);
    assert_eq!(frames[2].buffer().dimensions(), (20, 10));
}

#[test]
fn what_is_no_whole_picture_is_refused() {
    let whole = encoded(&picture(false), ImageFormat::Png);
    let mut flipped = whole.clone();
    flipped[40] ^= 0xff;
    for input in [&b""[..], b"hello", b"GIF89a", &whole[..60], &flipped] {
        assert!(matches!(process(input, &options(&[])), Err(Error::Data(_))));
    }
}

#[test]
fn a_picture_that_claims_to_be_huge_is_refused_before_it_is_decoded() {
    let mut bomb = encoded(&picture(false), ImageFormat::Gif);
    bomb[6..10].copy_from_slice(&[0xff; 4]);
    assert!(matches!(process(&bomb, &options(&[])), Err(Error::Data(_))));
    bomb[6..10].copy_from_slice(&[0; 4]);
    assert!(matches!(process(&bomb, &options(&["width=10"])), Err(Error::Data(_))));
}

#[test]
fn a_picture_is_not_made_huge() {
    let input = encoded(&picture(false), ImageFormat::Png);
    assert!(matches!(process(&input, &options(&["width=8192", "height=8192"])), Err(Error::Data(_))));
}
