//! The probabilities of a character over WasmEdge's TensorFlow, as a JSON array: `characters-tensorflow MODEL < grey`, where grey is 32 x 32
//! bytes and MODEL a frozen graph, or the folder of a saved model.

use std::io::Read;
use std::path::Path;

use wasmedge_tensorflow_interface::TFSession;

const SIDE: u64 = 32;

fn main() {
    let path = std::env::args().nth(1).expect("a model's path");
    let mut grey = Vec::new();
    std::io::stdin()
        .read_to_end(&mut grey)
        .expect("standard input can be read");
    let pixels: Vec<f32> = grey.into_iter().map(f32::from).collect();

    let mut session = if Path::new(&path).is_dir() {
        TFSession::new_from_saved_model(&path, &["serve"])
    } else {
        TFSession::new(std::fs::read(&path).expect("the model can be read"))
    };
    session
        .add_input("input", &pixels, &[1, SIDE, SIDE, 1])
        .add_output("output")
        .run();
    let shares: Vec<String> = session
        .get_output::<f32>("output")
        .iter()
        .map(f32::to_string)
        .collect();
    println!("[{}]", shares.join(","));
}
