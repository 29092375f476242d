//! Faces over WasmEdge's TensorFlow as it was before 0.3: a frozen graph of MTCNN, and a picture that the host decodes.

use std::io::{Read, Write};

use wasmedge_tensorflow_interface::{ModelType, Session, load_jpg_image_to_bgr8};

fn main() {
    let path = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "/models/mtcnn.pb".to_owned());
    let model = std::fs::read(path).expect("the model can be read");
    let mut picture = Vec::new();
    std::io::stdin()
        .read_to_end(&mut picture)
        .expect("standard input can be read");
    let (width, height) = jpeg_size(&picture).expect("a JPEG on standard input");
    let pixels: Vec<f32> = load_jpg_image_to_bgr8(&picture, width, height)
        .into_iter()
        .map(f32::from)
        .collect();

    let mut session = Session::new(&model, ModelType::TensorFlow);
    session
        .add_input("min_size", &[20.0f32], &[])
        .add_input("thresholds", &[0.6f32, 0.7, 0.7], &[3])
        .add_input("factor", &[0.709f32], &[])
        .add_input("input", &pixels, &[i64::from(height), i64::from(width), 3])
        .add_output("box")
        .add_output("prob")
        .run();
    let boxes: Vec<f32> = session.get_output("box");
    let shares: Vec<f32> = session.get_output("prob");
    let faces: Vec<String> = boxes
        .chunks_exact(4)
        .zip(&shares)
        .map(|(at, share)| {
            format!(
                r#"{{"left":{:.1},"top":{:.1},"right":{:.1},"bottom":{:.1},"probability":{share:.4}}}"#,
                at[1], at[0], at[3], at[2]
            )
        })
        .collect();
    writeln!(std::io::stdout(), "[{}]", faces.join(",")).expect("standard output can be written");
}

/// Width and height, out of the frame's header.
fn jpeg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    loop {
        let marker = bytes.get(at..at + 4)?;
        let length = usize::from(u16::from_be_bytes([marker[2], marker[3]]));
        // SOF0 to SOF2: baseline, extended, progressive.
        if (0xc0..=0xc2).contains(&marker[1]) {
            let frame = bytes.get(at + 5..at + 9)?;
            let number = |high: u8, low: u8| u32::from(u16::from_be_bytes([high, low]));
            return Some((number(frame[2], frame[3]), number(frame[0], frame[1])));
        }
        at += 2 + length;
    }
}
