//! Birds over WasmEdge's WASI-NN. `--name birds` takes a model by name, and the graph is unloaded in the end.

use bird_labels::{CLASSES, SIDE, model_path, print_labels, read_input, to_pixels};
use wasmedge_wasi_nn::{ExecutionTarget, GraphBuilder, GraphEncoding, TensorType};

fn main() {
    let builder = GraphBuilder::new(GraphEncoding::TensorflowLite, ExecutionTarget::CPU);
    let arguments: Vec<String> = std::env::args().collect();
    let graph = match arguments.get(1).map(String::as_str) {
        Some("--name") => builder.build_from_cache(&arguments[2]),
        _ => builder.build_from_files([model_path()]),
    }
    .expect("the model loads");
    let mut context = graph.init_execution_context().expect("a context");
    let side = SIDE as usize;
    context
        .set_input(
            0,
            TensorType::U8,
            &[1, side, side, 3],
            to_pixels(&read_input()),
        )
        .expect("the input fits");
    context.compute().expect("the model runs");
    let mut shares = vec![0u8; CLASSES];
    assert_eq!(
        context.get_output(0, &mut shares).expect("the output fits"),
        CLASSES
    );
    graph.unload().expect("the graph can go");
    print_labels(&shares);
}
