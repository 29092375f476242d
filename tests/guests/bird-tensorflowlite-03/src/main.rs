//! Birds over WasmEdge's own TensorFlow Lite, with a picture that the host decodes and resizes.

use bird_labels::{SIDE, model_path, print_labels, read_input};
use wasmedge_tensorflow_interface::{TFLiteSession, load_jpg_image_to_rgb8};

fn main() {
    let model = std::fs::read(model_path()).expect("the model can be read");
    let pixels = load_jpg_image_to_rgb8(&read_input(), SIDE, SIDE);
    let mut session = TFLiteSession::new(&model);
    session
        .add_input("module/hub_input/images_uint8", &pixels)
        .run();
    print_labels(&session.get_output::<u8>("module/prediction"));
}
