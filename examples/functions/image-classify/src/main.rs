//! A picture on standard input, what is on it on standard output, as JSON: `image-classify < a.png`. The model is the one that is
//! asked for, `image-classify model=birds < bird.jpg`; else the only one that the settings name; else the one of printed
//! characters that is part of this function.

use sandpiper::nn::{Class, Image, Input, Model};
use sandpiper::{Error, Request, Response, Result};
use serde::Serialize;

/// The name of the model in `model/`, which `model/model-card.md` describes. One that the settings call so goes before it.
const CHARACTERS: &str = "characters";
const CHARACTERS_MODEL: &[u8] = include_bytes!("../model/characters.tflite");
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
    let named = Model::names()?;
    let name = choose(request.query("model"), &named)?;
    let picture = Image::decode(request.body())?;
    let model = if named.iter().any(|known| known == name) {
        Model::named(name)?
    } else {
        Model::from_bytes(CHARACTERS_MODEL)?.with_labels(CHARACTERS_LABELS.lines())
    };
    let top = model.run(&[Input::image(&picture)])?.classify(TOP)?;
    let Some(best) = top.first() else {
        return Err(Error::failure(format!("the model {name:?} knows no classes")));
    };
    Response::json(&Answer { label: &best.label, probability: best.probability, top: &top, model: name })
}

/// Which model it is to be, of those that the settings name and the one that is part of this function.
fn choose<'a>(asked: Option<&'a str>, named: &'a [String]) -> Result<&'a str> {
    match (asked, named) {
        (None, [only]) => Ok(only),
        (None, _) => Ok(CHARACTERS),
        (Some(name), _) if name == CHARACTERS || named.iter().any(|known| known == name) => Ok(name),
        (Some(name), _) => {
            let others = named.iter().map(String::as_str).filter(|known| *known != CHARACTERS);
            let known: Vec<_> = others.chain([CHARACTERS]).collect();
            Err(Error::usage(format!("unknown model {name:?}; there are {}", known.join(", "))))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(asked: Option<&str>, named: &[&str]) -> Result<String, String> {
        let named: Vec<String> = named.iter().map(ToString::to_string).collect();
        choose(asked, &named).map(str::to_string).map_err(|error| error.to_string())
    }

    #[test]
    fn the_one_that_is_asked_for_else_the_only_named_one_else_its_own() {
        for (asked, named, expected) in [
            (None, &[][..], "characters"),
            (None, &["birds"], "birds"),
            (None, &["birds", "fish"], "characters"),
            (Some("fish"), &["birds", "fish"], "fish"),
            (Some("characters"), &["birds"], "characters"),
        ] {
            assert_eq!(chosen(asked, named).as_deref(), Ok(expected), "{asked:?} of {named:?}");
        }
    }

    #[test]
    fn what_is_not_there_is_refused_with_what_is() {
        let refused = |named: &[&str]| chosen(Some("fish"), named).unwrap_err();
        assert_eq!(refused(&[]), "unknown model \"fish\"; there are characters");
        assert_eq!(refused(&["birds", "flowers"]), "unknown model \"fish\"; there are birds, flowers, characters");
        assert_eq!(refused(&["characters", "birds"]), "unknown model \"fish\"; there are birds, characters");
    }
}
