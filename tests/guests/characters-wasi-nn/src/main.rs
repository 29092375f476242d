//! The probabilities of a character over WASI-NN, as a JSON array: `characters-wasi-nn ENCODING MODEL < grey`, where grey is 32 x 32
//! bytes. ENCODING is `onnx`, `tensorflow`, `tensorflow-lite` or `quantized`: TensorFlow Lite with bytes for numbers.

use std::io::Read;

use wasi_nn::{ExecutionTarget, GraphBuilder, GraphEncoding, TensorType};

const SIDE: usize = 32;
const CLASSES: usize = 36;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let (encoding, quantized) = match arguments[1].as_str() {
        "onnx" => (GraphEncoding::Onnx, false),
        "tensorflow" => (GraphEncoding::Tensorflow, false),
        "tensorflow-lite" => (GraphEncoding::TensorflowLite, false),
        "quantized" => (GraphEncoding::TensorflowLite, true),
        other => panic!("there is no encoding {other}"),
    };
    let mut grey = Vec::new();
    std::io::stdin()
        .read_to_end(&mut grey)
        .expect("standard input can be read");

    let graph = GraphBuilder::new(encoding, ExecutionTarget::CPU)
        .build_from_files([&arguments[2]])
        .expect("the model loads");
    let mut context = graph.init_execution_context().expect("a context");
    let dimensions = [1, SIDE, SIDE, 1];
    if quantized {
        context.set_input(0, TensorType::U8, &dimensions, &grey)
    } else {
        let pixels: Vec<f32> = grey.iter().copied().map(f32::from).collect();
        context.set_input(0, TensorType::F32, &dimensions, pixels)
    }
    .expect("the input fits");
    context.compute().expect("the model runs");
    let shares: Vec<String> = if quantized {
        let mut shares = [0u8; CLASSES];
        let size = context.get_output(0, &mut shares).expect("the output fits");
        assert_eq!(size, size_of_val(&shares));
        shares.iter().map(u8::to_string).collect()
    } else {
        let mut shares = [0f32; CLASSES];
        let size = context.get_output(0, &mut shares).expect("the output fits");
        assert_eq!(size, size_of_val(&shares));
        shares.iter().map(f32::to_string).collect()
    };
    println!("[{}]", shares.join(","));
}
