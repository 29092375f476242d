//! Birds over WasmEdge's own TensorFlow Lite as it was before 0.3.

use bird_labels::{SIDE, model_path, print_labels, read_input};
use wasmedge_tensorflow_interface::{ModelType, Session, load_jpg_image_to_rgb8};

fn main() {
    let model = std::fs::read(model_path()).expect("the model can be read");
    let pixels = load_jpg_image_to_rgb8(&read_input(), SIDE, SIDE);
    let mut session = Session::new(&model, ModelType::TensorFlowLite);
    session
        .add_input(
            "module/hub_input/images_uint8",
            &pixels,
            &[1, i64::from(SIDE), i64::from(SIDE), 3],
        )
        .run();
    print_labels(&session.get_output::<u8>("module/prediction"));
}
