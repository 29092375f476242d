//! The probabilities of a character over WasmEdge's TensorFlow Lite, as a JSON array: `characters-tensorflowlite float|quantized MODEL <
//! grey`, where grey is 32 x 32 bytes.

use std::io::Read;

use wasmedge_tensorflow_interface::TFLiteSession;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let model = std::fs::read(&arguments[2]).expect("the model can be read");
    let mut grey = Vec::new();
    std::io::stdin()
        .read_to_end(&mut grey)
        .expect("standard input can be read");

    let mut session = TFLiteSession::new(&model);
    let shares: Vec<String> = match arguments[1].as_str() {
        "float" => {
            let pixels: Vec<f32> = grey.into_iter().map(f32::from).collect();
            session.add_input("input", &pixels).run();
            let shares = session.get_output::<f32>("output");
            shares.iter().map(f32::to_string).collect()
        }
        "quantized" => {
            session.add_input("input", &grey).run();
            let shares = session.get_output::<u8>("output");
            shares.iter().map(u8::to_string).collect()
        }
        other => panic!("there are no {other} models"),
    };
    println!("[{}]", shares.join(","));
}
