use std::io::Cursor;

use ::image::{GrayImage, ImageFormat, Luma, Rgba, RgbaImage};

use super::*;
use crate::ErrorKind;

/// Red on the left, blue on the right.
fn flag(width: u32, height: u32) -> Image {
    let colour = |x| if x < width / 2 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 255]) };
    Image::from(DynamicImage::from(RgbImage::from_fn(width, height, |x, _| colour(x))))
}

fn floats(bytes: &[u8]) -> Vec<f32> {
    crate::nn::element::to_elements(bytes)
}

#[test]
fn layouts_are_told_by_their_channels() {
    let data = |dimensions: &[i64]| flag(2, 1).to_tensor(dimensions, TensorType::U8).unwrap();
    assert_eq!(data(&[1, 1, 2, 3]), (vec![1, 1, 2, 3], vec![255, 0, 0, 0, 0, 255]));
    assert_eq!(data(&[1, 3, 1, 2]), (vec![1, 3, 1, 2], vec![255, 0, 0, 0, 0, 255]));
    assert_eq!(data(&[-1, 3, -1, -1]).0, [1, 3, 1, 2]);
    assert_eq!(data(&[-1, -1, 3]), (vec![1, 2, 3], vec![255, 0, 0, 0, 0, 255]));
    assert_eq!(data(&[1, 1, 2, 1]), (vec![1, 1, 2, 1], vec![54, 18]));
    for dimensions in [&[][..], &[3], &[1, 2, 2, 4], &[2, 2, 2, 3], &[1, 0, 2, 3], &[1, 1, 2, 2, 3], &[1, -2, 2, 3]] {
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
