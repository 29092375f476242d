//! A picture on standard input, what is on it on standard output, as JSON: `image-classify < a.png`. The model is the one of
//! printed characters that is part of this function, or one that the settings name: `image-classify model=birds < bird.jpg`.

use sandpiper::nn::{Class, Errno, Image, Input, Model};
use sandpiper::{Error, Request, Response, Result};
use serde::Serialize;

/// The model in `model/`, which `model/model-card.md` describes.
const CHARACTERS: &[u8] = include_bytes!("../model/characters.tflite");
const CHARACTERS_LABELS: &str = include_str!("../model/labels.txt");

/// As many classes are told.
const TOP: usize = 5;

#[derive(Serialize)]
struct Answer<'a> {
    label: &'a str,
    probability: f32,
    /// The likeliest first.
    top: &'a [Class],
    model: &'a str,
}

fn main() {
    sandpiper::serve(classify)
}

fn classify(request: Request) -> Result<Response> {
    request.only(&["model"])?;
    let name = request.query("model").unwrap_or("characters");
    let picture = Image::decode(request.body())?;
    let model = open(name)?;
    let top = model.run(&[Input::image(&picture)])?.classify(TOP)?;
    let Some(best) = top.first() else {
        return Err(Error::failure(format!("the model {name:?} knows no classes")));
    };
    Response::json(&Answer { label: &best.label, probability: best.probability, top: &top, model: name })
}

fn open(name: &str) -> Result<Model> {
    if name == "characters" {
        return Ok(Model::from_bytes(CHARACTERS)?.with_labels(CHARACTERS_LABELS.lines()));
    }
    Model::named(name).map_err(|error| match error.cause() {
        Some(Errno::NotFound) => Error::usage(format!("there is no model {name:?} here")),
        _ => error,
    })
}
