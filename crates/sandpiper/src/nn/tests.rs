//! The module as a whole, over a host that is not there.

use super::fake::{FakeModel, contexts, encodings, fed, give};
use super::*;
use crate::{Error, ErrorKind};

const BIRDS: &str = r#"{
    "encoding": "tensorflow-lite",
    "inputs": [{"name": "image", "type": "u8", "dimensions": [1, 1, 2, 3]}],
    "outputs": [{"name": "prob", "type": "u8", "dimensions": [1, 4]}],
    "labels": ["dunlin", "knot", "ruff"]
}"#;

fn birds() -> FakeModel {
    FakeModel {
        name: "birds",
        description: Some(BIRDS),
        outputs: vec![vec![64, 0, 64, 128]],
        inputs: 1,
        ..FakeModel::default()
    }
}

fn two_floats(description: Option<&'static str>) -> FakeModel {
    let floats = [1.0_f32, 3.0, f32::NAN].iter().flat_map(|value| value.to_le_bytes()).collect();
    FakeModel { bytes: b"....TFL3.", description, outputs: vec![floats], inputs: 2, ..FakeModel::default() }
}

#[cfg(feature = "describe")]
#[test]
fn a_named_model_classifies_with_its_labels() {
    give(vec![birds()]);
    let model = Model::named("birds").unwrap();
    assert_eq!(model.inputs()[0].to_string(), "\"image\" u8[1,1,2,3]");
    assert_eq!((model.outputs().len(), model.labels().len()), (1, 3));
    let outputs = model.run(&[Input::tensor(&[1_u8, 2, 3, 4, 5, 6])]).unwrap();
    assert_eq!(fed(0, 0), (3, vec![1, 1, 2, 3], vec![1, 2, 3, 4, 5, 6]));
    let top = outputs.classify(3).unwrap();
    let seen: Vec<_> = top.iter().map(|class| (class.index, class.label.as_str(), class.probability)).collect();
    assert_eq!(seen, [(3, "3", 0.5), (0, "dunlin", 0.25), (2, "ruff", 0.25)]);
    assert_eq!(outputs.get::<u8>("prob").unwrap(), [64, 0, 64, 128]);
    assert_eq!(outputs.classify(99).unwrap().len(), 4);
    assert_eq!(model.run(&[Input::tensor(&[0_u8; 6]).named("image")]).unwrap().bytes(0).unwrap().len(), 4);
}

#[cfg(feature = "describe")]
#[test]
fn models_are_listed_by_their_names() {
    give(vec![]);
    assert!(Model::names().unwrap().is_empty());
    let fish = FakeModel { name: "fish \"ø\"", ..birds() };
    give(vec![birds(), two_floats(None), fish]);
    let names = Model::names().unwrap();
    assert_eq!(names, ["birds", "fish \"ø\""], "what has no name is not among them");
    assert!(names.iter().all(|name| Model::named(name).is_ok()));
    give(vec![FakeModel { description: None, ..birds() }]);
    let error = Model::names().unwrap_err();
    assert_eq!((error.kind(), error.cause::<Errno>()), (ErrorKind::Failure, Some(&Errno::UnsupportedOperation)));
}

#[test]
fn a_model_nobody_knows_is_not_found() {
    give(vec![birds()]);
    let error = Model::named("fish").unwrap_err();
    assert_eq!((error.kind(), error.cause::<Errno>()), (ErrorKind::Failure, Some(&Errno::NotFound)));
    assert_eq!(format!("{error:?}"), "the model \"fish\" cannot be opened: not found");
    assert_eq!(Model::from_bytes(b"x").unwrap_err().cause::<Errno>(), Some(&Errno::InvalidEncoding));
    let _ = Model::from_bytes(b"\x0a12345678");
    let _ = Model::from_bytes(b"\x0812345678");
    let _ = Model::from_bytes(b"1234TFL3");
    assert_eq!(encodings(), [5, 2, 1, 4]);
}

#[test]
fn without_a_description_shapes_are_given() {
    give(vec![two_floats(None)]);
    let model = Model::from_bytes(b"....TFL3.").unwrap();
    assert!(model.inputs().is_empty() && model.outputs().is_empty());
    let numbers = [1.5_f32, 2.5];
    let error = model.run(&[Input::tensor(&numbers)]).unwrap_err();
    assert!(error.to_string().contains("shape"), "{error}");
    let inputs =
        [Input::tensor(&numbers).shaped(&[2, 1]).named(1), Input::bytes(TensorType::I8, &[7]).shaped(&[]).named(0)];
    let outputs = model.run(&inputs).unwrap();
    assert_eq!(fed(1, 1), (1, vec![2, 1], [1.5_f32.to_le_bytes(), 2.5_f32.to_le_bytes()].concat()));
    assert_eq!(fed(1, 0), (3, vec![], vec![7]));
    assert_eq!(outputs.get::<f32>(0).unwrap()[..2], [1.0, 3.0]);
    assert!(outputs.get::<f64>(0).is_err(), "12 bytes are no doubles");
    assert!(outputs.get::<f32>(1).is_err() && outputs.get::<f32>("x").is_err() && outputs.classify(1).is_err());
}

#[test]
fn what_the_caller_describes_counts() {
    give(vec![two_floats(None)]);
    let info = |name| TensorInfo::new(name, TensorType::F32, &[1, -1]);
    let model = Model::from_bytes(b"....TFL3.").unwrap();
    let model = model.described(vec![info("a"), info("b")], vec![info("out")]).with_labels("x\ny\nz".lines());
    let (one, two) = ([0.0_f32], [0.0_f32; 3]);
    let outputs = model.run(&[Input::tensor(&two).named("b"), Input::tensor(&one).named("a")]).unwrap();
    assert_eq!((fed(0, 0).1, fed(0, 1).1), (vec![1, 1], vec![1, 3]));
    let order: Vec<String> = outputs.classify(3).unwrap().into_iter().map(|class| class.label).collect();
    assert_eq!(order, ["y", "x", "z"], "what is no number comes last");
    assert!(matches!(outputs.get::<i32>("out"), Err(error) if error.to_string() == "the output is of f32, not of i32"));
}

#[test]
fn logits_become_probabilities() {
    let logits = [1.0_f32, 3.0, 2.0].iter().flat_map(|value| value.to_le_bytes()).collect();
    give(vec![FakeModel { outputs: vec![logits], inputs: 0, ..birds() }]);
    let model = Model::named("birds").unwrap().described(vec![], vec![TensorInfo::new("", TensorType::F32, &[1, 3])]);
    let top = model.run(&[]).unwrap().classify_logits(3).unwrap();
    assert!((top[0].probability - 0.665_241).abs() < 1e-5 && top[0].index == 1, "{top:?}");
    assert!((top.iter().map(|class| class.probability).sum::<f32>() - 1.0).abs() < 1e-6);
}

#[test]
fn an_input_that_does_not_fit_is_refused_in_words() {
    give(vec![birds()]);
    let info = TensorInfo::new("image", TensorType::U8, &[1, 2]);
    let model = Model::named("birds").unwrap().described(vec![info], vec![]);
    let words =
        |inputs: &[Input<'_>]| model.run(inputs).map(drop).map_err(|error: Error| error.to_string()).unwrap_err();
    assert_eq!(words(&[]), "the model takes 1 inputs, not 0");
    assert_eq!(words(&[Input::tensor(&[0.0_f32; 2])]), "the model's input \"image\" u8[1,2] does not take f32");
    assert_eq!(
        words(&[Input::tensor(&[0_u8; 3])]),
        "the input \"image\" u8[1,2] cannot take 3 elements: give them a shape"
    );
    assert_eq!(words(&[Input::tensor(&[0_u8; 3]).shaped(&[2])]), "3 bytes of u8 are no tensor of [2]");
    assert_eq!(
        words(&[Input::tensor(&[0_u8; 2]).named("picture")]),
        "the model has no input \"picture\"; it has \"image\" u8[1,2]"
    );
}

#[test]
fn contexts_are_used_again_but_not_at_the_same_time() {
    give(vec![birds()]);
    let model = Model::named("birds").unwrap();
    let input = Input::tensor(&[0_u8; 6]).shaped(&[1, 1, 2, 3]);
    for _ in 0..3 {
        model.run(std::slice::from_ref(&input)).unwrap();
    }
    assert_eq!(contexts(), 1);
    let one = model.run(std::slice::from_ref(&input)).unwrap();
    let two = model.run(std::slice::from_ref(&input)).unwrap();
    assert_eq!(contexts(), 2);
    drop((one, two));
}

#[test]
fn an_output_of_open_size_is_read_whole() {
    give(vec![FakeModel { outputs: vec![vec![7; 100_000]], ..birds() }]);
    let model = Model::named("birds").unwrap().described(vec![], vec![TensorInfo::new("out", TensorType::U8, &[-1])]);
    assert!(model.run(&[]).is_err(), "an input is missing");
    give(vec![FakeModel { outputs: vec![vec![7; 100_000]], inputs: 0, ..birds() }]);
    assert_eq!(model.run(&[]).unwrap().get::<u8>("out").unwrap(), vec![7; 100_000]);
}

#[cfg(feature = "image")]
#[test]
fn a_picture_becomes_what_the_model_takes() {
    give(vec![birds()]);
    let model = Model::named("birds").unwrap().described(
        vec![TensorInfo::new("image", TensorType::I8, &[1, -1, -1, 3])],
        vec![TensorInfo::new("prob", TensorType::I8, &[1, 4])],
    );
    let picture = Image::decode(&Image::tiny_png()).unwrap();
    let top = model.run(&[Input::image(&picture)]).unwrap().classify(1).unwrap();
    assert_eq!(fed(0, 0), (3, vec![1, 1, 1, 3], vec![0x80; 3]));
    assert_eq!((top[0].index, top[0].probability), (0, 0.75));
    model.run(&[Input::image(&picture).shaped(&[1, 2, 2, 1])]).unwrap();
    assert_eq!(fed(0, 0).1, [1, 2, 2, 1]);
}
