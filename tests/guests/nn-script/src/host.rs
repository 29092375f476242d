//! The imports, as their specifications have them: every argument is an i32, and so is the answer.

macro_rules! hosts {
    ($($prefix:ident = $module:literal { $($name:ident($($argument:ident),*);)* })*) => {
        $(mod $prefix {
            #[link(wasm_import_module = $module)]
            unsafe extern "C" {
                $(pub fn $name($($argument: i32),*) -> i32;)*
            }
        })*

        pub fn call(name: &str, arguments: &[i32]) -> i32 {
            $($(
                if name == concat!(stringify!($prefix), ".", stringify!($name)) {
                    let &[$($argument),*] = arguments else {
                        panic!("{name} does not take {} arguments", arguments.len());
                    };
                    // A host must bear any argument; what it may write over is bytes of a script, if it keeps to its specification.
                    return unsafe { $prefix::$name($($argument),*) };
                }
            )*)*
            panic!("there is no step or call {name}");
        }
    };
}

hosts! {
    wasi = "wasi_ephemeral_nn" {
        load(parts, count, encoding, target, graph);
        load_by_name(name, length, graph);
        load_by_name_with_config(name, length, config, config_length, graph);
        init_execution_context(graph, context);
        set_input(context, index, tensor);
        compute(context);
        get_output(context, index, buffer, length, written);
        unload(graph);
        finalize_execution_context(context);
        compute_single(context);
        get_output_single(context, index, buffer, length, written);
        fini_single(context);
    }
    sandpiper = "sandpiper_nn" {
        describe_graph(graph, out, length, written);
    }
    tensorflow = "wasmedge_tensorflow" {
        create_session(model, length, session);
        create_session_saved_model(path, length, tags, count, session);
        delete_session(session);
        run_session(session);
        get_output_tensor(session, name, length, tensor);
        get_tensor_len(session, tensor, result);
        get_tensor_data(session, tensor, buffer, length, written);
        append_input(session, name, name_length, dimensions, rank, kind, data, length);
        append_output(session, name, length);
        clear_input(session);
        clear_output(session);
    }
    lite = "wasmedge_tensorflowlite" {
        create_session(model, length, session);
        delete_session(session);
        run_session(session);
        get_output_tensor(session, name, length, tensor);
        get_tensor_len(session, tensor, result);
        get_tensor_data(session, tensor, buffer, length, written);
        append_input(session, name, name_length, data, length);
    }
    image = "wasmedge_image" {
        load_jpg(picture, length, width, height, kind, buffer, room);
        load_png(picture, length, width, height, kind, buffer, room);
    }
}
