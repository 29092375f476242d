//! What the guests have in common: the picture on standard input, the labels on standard output.

use std::io::{Read, Write};

/// Width and height of the birds model's input.
pub const SIDE: u32 = 224;
/// Entries of its output.
pub const CLASSES: usize = 965;

const LABELS: &str = "/models/labels.txt";

/// The model: the file that the first argument names, or the one in the granted folder.
pub fn model_path() -> String {
    std::env::args()
        .nth(1)
        .unwrap_or_else(|| "/models/aiy_birds_v1_3.tflite".to_owned())
}

/// Standard input, whole.
pub fn read_input() -> Vec<u8> {
    let mut bytes = Vec::new();
    std::io::stdin()
        .read_to_end(&mut bytes)
        .expect("standard input can be read");
    bytes
}

/// A JPEG as 224 x 224 pixels of RGB, each the mean of those it stands for.
#[cfg(feature = "decode")]
pub fn to_pixels(picture: &[u8]) -> Vec<u8> {
    use zune_jpeg::JpegDecoder;
    use zune_jpeg::zune_core::bytestream::ZCursor;

    let mut decoder = JpegDecoder::new(ZCursor::new(picture));
    let source = decoder.decode().expect("a JPEG on standard input");
    let (width, height) = decoder.dimensions().expect("it has a size");
    let side = SIDE as usize;
    let span = |at: usize, length: usize| {
        at * length / side..((at + 1) * length / side).max(at * length / side + 1)
    };
    let mut pixels = Vec::with_capacity(side * side * 3);
    for y in 0..side {
        for x in 0..side {
            for channel in 0..3 {
                let (rows, columns) = (span(y, height), span(x, width));
                let count = rows.len() * columns.len();
                let value = |row: usize, column: usize| {
                    usize::from(source[(row * width + column) * 3 + channel])
                };
                let sum: usize = rows
                    .map(|row| {
                        columns
                            .clone()
                            .map(|column| value(row, column))
                            .sum::<usize>()
                    })
                    .sum();
                pixels.push((sum / count) as u8);
            }
        }
    }
    pixels
}

/// Prints the best five as JSON, with their names where there is a file of them.
pub fn print_labels(shares: &[u8]) {
    let labels = std::fs::read_to_string(LABELS).unwrap_or_default();
    let labels: Vec<&str> = labels.lines().collect();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by_key(|&class| (u8::MAX - shares[class], class));
    let best: Vec<String> = order[..5]
        .iter()
        .map(|&class| {
            let label = labels.get(class).copied().unwrap_or_default();
            format!(
                r#"{{"class":{class},"label":{label:?},"probability":{:.4}}}"#,
                f64::from(shares[class]) / 255.0
            )
        })
        .collect();
    writeln!(std::io::stdout(), "[{}]", best.join(",")).expect("standard output can be written");
}
